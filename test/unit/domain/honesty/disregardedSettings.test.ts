import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  disregardedSettings,
  type SettingsEvidence,
} from '../../../../src/extension/domain/honesty/disregardedSettings';

const WITH_SCHEMA = { responseLength: 100, parameters: { jsonSchema: '{"type": "object"}' } };
const WITHOUT = { responseLength: 100, parameters: {} };

function names(settings: typeof WITHOUT, evidence: Partial<SettingsEvidence>): readonly string[] {
  return disregardedSettings(settings, { answer: '', finishReason: 'stop', ...evidence });
}

describe('settings that a server did not keep to', () => {
  it('are the response length where the server counted clearly more', () => {
    assert.deepEqual(names(WITHOUT, { completionTokens: 256, finishReason: 'length' }), ['response_length']);
    assert.deepEqual(names(WITHOUT, { completionTokens: 100, finishReason: 'length' }), []);
    assert.deepEqual(names(WITHOUT, { completionTokens: 102 }), [], 'some count the marks around the answer');
    assert.deepEqual(names(WITHOUT, {}), [], 'some count nothing');
  });

  it('are the schema where the whole answer is no JSON', () => {
    assert.deepEqual(names(WITH_SCHEMA, { answer: 'Sure! {"a": 1}' }), ['json_schema']);
    assert.deepEqual(names(WITH_SCHEMA, { answer: '```json\n{"a": 1}\n```' }), ['json_schema']);
    assert.deepEqual(names(WITH_SCHEMA, { answer: ' {"a": 1}\n' }), []);
    assert.deepEqual(names(WITH_SCHEMA, { answer: '{"a": ', finishReason: 'length' }), [], 'it was cut');
    assert.deepEqual(names(WITH_SCHEMA, { answer: '' }), [], 'an empty answer is told by itself');
    assert.deepEqual(names(WITHOUT, { answer: 'Sure!' }), [], 'nobody asked for JSON');
  });

  it('are none for any JSON of any length up to the one that was asked for', () => {
    fc.assert(
      fc.property(
        fc.json().filter((json) => json !== ''),
        fc.nat(100),
        (answer, completionTokens) => {
          assert.deepEqual(names(WITH_SCHEMA, { answer, completionTokens }), []);
        },
      ),
    );
  });
});
