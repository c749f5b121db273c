import assert from 'node:assert/strict';
import fc from 'fast-check';
import { staleReasons } from '../../../../src/extension/domain/workflow/staleReasons';
import {
  canonicalJson,
  formatStepInput,
  parseStepInput,
  stepInputOf,
  type StepGiven,
} from '../../../../src/extension/domain/workflow/stepInput';
import { defaultSettings } from '../../../../src/extension/domain/payload/settings';

const hash = (content: string): string => `#${content}`;

function given(change: Partial<StepGiven> = {}): StepGiven {
  return {
    settings: { ...defaultSettings, parameters: { topK: 1, topP: 0.5 } },
    endpoint: { host: '127.0.0.1', port: 5001 },
    isElsewhere: false,
    answers: 1,
    messages: [{ role: 'user', content: 'Hello' }],
    blocks: [{ id: 1, title: 'Greeting', content: 'Hello' }],
    responses: [],
    ...change,
  };
}

const kinds = (then: StepGiven, now: StepGiven): readonly string[] =>
  staleReasons(stepInputOf(then, hash), stepInputOf(now, hash)).map(({ kind }) => kind);

describe('What a step is given', () => {
  it('is stored and read again as it was', () => {
    const input = stepInputOf(given({ responses: [{ stepId: 3, payloadId: 2, payloadName: 'B', text: 'x' }] }), hash);
    const { version, ...read } = parseStepInput(formatStepInput(input)) as typeof input & { readonly version: number };
    assert.equal(version, 1);
    assert.deepEqual(read, JSON.parse(JSON.stringify(input)));
    assert.deepEqual(staleReasons(read, input), []);
  });

  it('does not depend on the order in which settings were written', () => {
    const swapped = { ...defaultSettings, parameters: { topP: 0.5, topK: 1 } };
    assert.equal(
      formatStepInput(stepInputOf(given(), hash)),
      formatStepInput(stepInputOf(given({ settings: swapped }), hash)),
    );
    assert.deepEqual(kinds(given(), given({ settings: swapped })), []);
  });

  it('is not understood when it is anything else', () => {
    const input = formatStepInput(stepInputOf(given(), hash));
    for (const stored of ['', '[]', '{}', 'null', input.slice(1), input.replace('"version":1', '"version":2')]) {
      assert.equal(parseStepInput(stored), undefined, stored);
    }
    fc.assert(
      fc.property(fc.json(), (stored) => {
        assert.equal(parseStepInput(stored), undefined);
      }),
    );
  });

  it('is told apart from every other text', () => {
    const json = fc.jsonValue();
    fc.assert(
      fc.property(json, json, (one, other) => {
        const isSame = canonicalJson(one) === canonicalJson(other);
        assert.equal(isSame, deepEqual(one, other));
        assert.deepEqual(JSON.parse(canonicalJson(one)), JSON.parse(JSON.stringify(one)));
      }),
    );
  });
});

describe('A step is stale', () => {
  it('because of its settings, but not of its flow alone', () => {
    assert.deepEqual(kinds(given(), given({ settings: { ...given().settings, temperature: 0.1 } })), ['settings']);
    assert.deepEqual(kinds(given(), given({ settings: { ...given().settings, flow: 'none' } })), []);
  });

  it('because of another endpoint, but not of another way to write it, nor of one that was meant for one run', () => {
    const at = (host: string, port: number, isElsewhere = false) => given({ endpoint: { host, port }, isElsewhere });
    assert.deepEqual(kinds(at('127.0.0.1', 5001), at('127.0.0.1', 5002)), ['endpoint']);
    assert.deepEqual(kinds(at('127.0.0.1', 5001), at('http://127.0.0.1:5001', 1)), []);
    assert.deepEqual(kinds(at('127.0.0.1', 5001, true), at('127.0.0.1', 5002)), []);
    assert.deepEqual(kinds(at('127.0.0.1', 5001, true), at('127.0.0.1', 5002, true)), ['endpoint']);
  });

  it('because of a changed block, unless the text that is sent stays the same', () => {
    const changed = { blocks: [{ id: 1, title: 'Greeting', content: 'Hallo' }] };
    assert.deepEqual(kinds(given(), given(changed)), []);
    assert.deepEqual(kinds(given(), given({ ...changed, messages: [{ role: 'user', content: 'Hallo' }] })), ['block']);
  });

  it('because of the role of a text, for which there is no better reason', () => {
    assert.deepEqual(kinds(given(), given({ messages: [{ role: 'system', content: 'Hello' }] })), ['text']);
  });

  it('because its blocks stand in another order', () => {
    const [one, two] = [
      { id: 1, title: 'A', content: 'a' },
      { id: 2, title: 'B', content: 'b' },
    ];
    const then = given({ blocks: [one, two], messages: [{ role: 'user', content: 'ab' }] });
    assert.deepEqual(kinds(then, given({ blocks: [two, one], messages: [{ role: 'user', content: 'ba' }] })), [
      'blocks',
    ]);
  });
});

function deepEqual(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
    return true;
  } catch {
    return false;
  }
}
