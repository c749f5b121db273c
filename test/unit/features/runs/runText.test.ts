import assert from 'node:assert/strict';
import { formatText } from '../../../../src/shared/model/text';
import type { FinishReason, ResponseMetadata } from '../../../../src/shared/model/run';
import { progressText, responseState, tokensText } from '../../../../src/extension/features/runs/runText';

const sent: ResponseMetadata = { host: '127.0.0.1', port: 5001, modelFormat: 'raw', temperature: 0, responseLength: 8 };

describe('what the view Runs says', () => {
  it('counts steps from one', () => {
    const shown = progressText({ stepIndex: 1, stepCount: 3, phase: 'writing' });
    assert.equal(formatText(shown), 'step 2 of 3 · writing');
  });

  const states: readonly (readonly [FinishReason | null, boolean, boolean, string])[] = [
    ['stop', false, false, 'complete'],
    ['unknown', false, false, 'complete'],
    ['length', false, false, 'length'],
    ['cancelled', true, false, 'stopped'],
    ['error', true, false, 'failed'],
    [null, true, false, 'incomplete'],
    [null, true, true, 'writing'],
  ];
  for (const [finishReason, partial, isWritten, state] of states) {
    it(`calls a response ${state} that ${isWritten ? 'is written' : `ended by ${finishReason ?? 'nothing'}`}`, () => {
      assert.equal(responseState({ finishReason, partial }, isWritten), state);
    });
  }

  it('shows the tokens and the speed that were reported, and nothing where none were', () => {
    const shown = tokensText({ metadata: { ...sent, completionTokens: 412, tokensPerSecond: 23.44 } });
    assert.deepEqual(shown.map(formatText), ['412 tokens', '23.4 tokens/s']);
    const fast = tokensText({ metadata: { ...sent, completionTokens: 412, tokensPerSecond: 17_750.4 } });
    assert.deepEqual(fast.map(formatText), ['412 tokens', '17750 tokens/s']);
    assert.deepEqual(tokensText({ metadata: { ...sent, completionTokens: 1 } }).map(formatText), ['1 token']);
    assert.deepEqual(tokensText({ metadata: { ...sent, completionTokens: 0 } }).map(formatText), ['0 tokens']);
    assert.deepEqual(tokensText({ metadata: sent }), []);
  });
});
