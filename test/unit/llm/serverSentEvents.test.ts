import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readEvents, type StreamItem } from '../../../src/extension/llm/serverSentEvents';

async function read(pieces: readonly Uint8Array[]): Promise<readonly StreamItem[]> {
  const items: StreamItem[] = [];
  for await (const item of readEvents(Readable.from(pieces) as AsyncIterable<Uint8Array>)) items.push(item);
  return items;
}

function textOf(items: readonly StreamItem[]): readonly string[] {
  return items.map((item) => (item.kind === 'data' ? item.data : `<${item.kind}>`));
}

const STREAM = Buffer.from(
  'event: message\r\ndata: {"a": "é😀"}\r\n\r\n: note\ndata: two\ndata: lines\n\ndata: \ufefflast\n\n',
);
const EXPECTED = ['{"a": "é😀"}', 'two\nlines', '\ufefflast'];

describe('readEvents', () => {
  it('gives the same events for a stream cut at any byte', async () => {
    for (let at = 0; at <= STREAM.byteLength; at++) {
      assert.deepEqual(
        textOf(await read([STREAM.subarray(0, at), STREAM.subarray(at)])),
        EXPECTED,
        `cut at ${String(at)}`,
      );
    }
    assert.deepEqual(textOf(await read([...STREAM].map((byte) => Uint8Array.of(byte)))), EXPECTED);
  });

  it('gives a beginning of the events for a stream that ends at any byte, and marks what may be cut', async () => {
    for (let at = 0; at < STREAM.byteLength; at++) {
      const items = await read([STREAM.subarray(0, at)]);
      const whole = items.filter((item) => item.kind === 'data' && !item.cut);
      assert.deepEqual(textOf(whole), EXPECTED.slice(0, whole.length), `ends at ${String(at)}`);
      const cut = items.filter((item) => item.kind === 'data' && item.cut);
      assert.ok(cut.length <= 1, 'at most one more');
    }
  });

  it('carries any JSON through any cuts', async () => {
    const cuts = fc.array(fc.nat(2000), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json(), { maxLength: 5 }), cuts, async (values, at) => {
        const bytes = Buffer.from(values.map((value) => `data: ${value}\n\n`).join(''));
        const places = [0, ...new Set(at.map((place) => place % (bytes.byteLength + 1)))].sort((a, b) => a - b);
        const pieces = places.map((from, index) => bytes.subarray(from, places[index + 1] ?? bytes.byteLength));
        assert.deepEqual(textOf(await read(pieces)), values);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), async (pieces) => {
        await read(pieces);
      }),
      { numRuns: 300 },
    );
  });

  it('gives up an event that grows without end, in one line or in many', async () => {
    const endless = Array.from({ length: 40 }, () => Buffer.from('x'.repeat(60_000)));
    assert.equal((await read([Buffer.from('data: '), ...endless])).at(-1)?.kind, 'malformed');
    const lines = Array.from({ length: 40 }, () => Buffer.from(`data: ${'x'.repeat(60_000)}\n`));
    assert.equal((await read(lines)).at(-1)?.kind, 'malformed');
  });
});
