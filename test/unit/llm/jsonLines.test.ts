import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLines, type LineItem } from '../../../src/extension/llm/jsonLines';

async function read(...pieces: readonly Uint8Array[]): Promise<readonly LineItem[]> {
  const items: LineItem[] = [];
  // eslint-disable-next-line @typescript-eslint/require-await
  const source = (async function* () {
    yield* pieces;
  })();
  for await (const item of readLines(source)) items.push(item);
  return items;
}

describe('a stream of lines', () => {
  it('is the lines that are not blank, whatever their end, and the last one also without an end', async () => {
    const lines = await read(Buffer.from('{"a":1}\r\n\n  \n{"b":2}\n{"c":'));
    assert.deepEqual(lines, [
      { kind: 'line', line: '{"a":1}\r', cut: false },
      { kind: 'line', line: '{"b":2}', cut: false },
      { kind: 'line', line: '{"c":', cut: true },
    ]);
    assert.deepEqual(await read(Buffer.from('\n\r\n ')), []);
    assert.deepEqual(await read(), []);
  });

  it('ends with what is no text: bytes that are not UTF-8, a line without end', async () => {
    assert.deepEqual(await read(Buffer.from('a\n'), Uint8Array.of(0xff)), [
      { kind: 'line', line: 'a', cut: false },
      { kind: 'malformed', found: 'bytes that are not UTF-8' },
    ]);
    const endless = await read(...Array.from({ length: 20 }, () => Buffer.alloc(100_000, 'x')));
    assert.deepEqual(endless, [{ kind: 'malformed', found: 'a line of more than 1 MB' }]);
    assert.deepEqual(await read(Buffer.from('é').subarray(0, 1)), [], 'half a character at the end is only cut');
  });

  it('is the same however the bytes are cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' ', 'é', '\u{1f600}', '\ufeff'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 10 }), async (whole, places) => {
        const bytes = Buffer.from(`x${whole}`);
        const at = [...new Set(places.map((place) => place % bytes.byteLength))].sort((a, b) => a - b);
        const pieces = [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.byteLength));
        assert.deepEqual(await read(...pieces), await read(bytes));
      }),
    );
  });
});
