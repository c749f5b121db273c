import assert from 'node:assert/strict';
import fc from 'fast-check';
import { samplingFields } from '../../../../src/extension/features/payloads/samplingParameters';
import type { SamplingParameters } from '../../../../src/shared/model/payload';
import { checkSettings } from '../../../../src/extension/domain/payload/settings';

function field(key: keyof SamplingParameters) {
  const found = samplingFields.find((one) => one.key === key);
  assert.ok(found);
  return found;
}

function value(key: keyof SamplingParameters, typed: string, before: SamplingParameters = {}): SamplingParameters {
  const parsed = field(key).parse(typed, before);
  assert.ok(parsed.ok, typed);
  return parsed.value;
}

describe('optional settings of sampling', () => {
  it('offers every one of them once', () => {
    const keys = samplingFields.map(({ key }) => key);
    assert.deepEqual([...keys].sort(), ['jsonSchema', 'minP', 'repeatPenalty', 'seed', 'stop', 'topK', 'topP']);
  });

  it('takes 0 as a value, not as nothing', () => {
    assert.deepEqual(value('topK', '0'), { topK: 0 });
    assert.deepEqual(value('seed', ' 0 '), { seed: 0 });
    assert.deepEqual(value('minP', '0'), { minP: 0 });
    assert.equal(field('topK').format({ topK: 0 }), '0');
  });

  it('takes a decimal point or comma', () => {
    assert.deepEqual(value('topP', '.95'), { topP: 0.95 });
    assert.deepEqual(value('topP', '0,95'), { topP: 0.95 });
  });

  it('leaves a setting to the server again when the text is empty, and keeps the others', () => {
    assert.deepEqual(value('topP', ' ', { topP: 0.9, seed: 7, stop: ['x'] }), { seed: 7, stop: ['x'] });
    assert.deepEqual(value('stop', '', { topP: 0.9, stop: ['x'] }), { topP: 0.9 });
    assert.equal('topP' in value('topP', '', { topP: 1 }), false);
  });

  it('refuses what is out of range or no number', () => {
    const bad: readonly (readonly [keyof SamplingParameters, string])[] = [
      ['topP', '1.1'],
      ['topP', '-0.1'],
      ['topP', 'high'],
      ['topP', '1e-1'],
      ['topK', '1.5'],
      ['topK', '-1'],
      ['minP', '2'],
      ['repeatPenalty', '11'],
      ['seed', '-2'],
      ['seed', '4294967296'],
      ['seed', 'Infinity'],
      ['stop', '\\x'],
    ];
    for (const [key, typed] of bad) {
      const parsed = field(key).parse(typed, {});
      assert.equal(parsed.ok, false, `${key} ${typed}`);
    }
  });

  it('never lets something through that the store refuses', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samplingFields), fc.oneof(fc.string(), fc.double().map(String)), (one, typed) => {
        const parsed = one.parse(typed, {});
        if (parsed.ok) {
          checkSettings({ parameters: parsed.value });
        }
      }),
    );
  });

  it('takes a JSON object as the schema of the answer, over several lines, and nothing for none', () => {
    assert.deepEqual(value('jsonSchema', ' {\n"type": "object"\n} '), { jsonSchema: '{\n"type": "object"\n}' });
    assert.deepEqual(value('jsonSchema', '  ', { jsonSchema: '{}' }), {});
    for (const typed of ['[]', '"text"', '{', 'null'])
      assert.equal(field('jsonSchema').parse(typed, {}).ok, false, typed);
  });
});
