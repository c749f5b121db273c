import assert from 'node:assert/strict';
import type { ResponseSummary, Run } from '../../../../src/shared/model/run';
import { formatText } from '../../../../src/shared/model/text';
import { measurements, responseStatus } from '../../../../src/extension/features/documents/responseStatus';

const metadata = { host: '127.0.0.1', port: 5001, modelFormat: 'ChatML', temperature: 0, responseLength: 64 };

function response(fields: Partial<ResponseSummary>): ResponseSummary {
  return {
    ...{ id: 1, runId: 2, payloadId: 3, payloadName: 'P', stepIndex: 0, partial: false, finishReason: 'stop' },
    ...{ size: 10, thinkingSize: 0, stepExecutionId: null, answerIndex: 0, chosen: true, reusedFrom: null },
    ...{ rating: null, comment: '', metadata, createdAt: '2026-11-01 12:00:00' },
    ...fields,
  };
}

const failedRun: Run = {
  ...{ id: 2, workflowId: 1, workflowName: 'W', status: 'failed', stepCount: 1, startedAt: '2026-11-01 12:00:00' },
  ...{
    sourceRunId: null,
    completedAt: null,
    executionTimeMs: null,
    errorMessage: 'Nothing listens on 127.0.0.1:5001.',
  },
};

describe('the status of a response', () => {
  const cases: readonly (readonly [string, Partial<ResponseSummary>, Run | undefined, string])[] = [
    ['one that ended well', {}, undefined, 'Complete'],
    ['an empty one', { size: 0 }, undefined, 'Complete: the model answered with no text'],
    ['one without a reason', { finishReason: 'unknown' }, undefined, 'Complete'],
    ['one that was too long', { finishReason: 'length' }, undefined, 'Cut off at the response length of 64 tokens'],
    ['one that was stopped', { partial: true, finishReason: 'cancelled' }, undefined, 'Partial: stopped'],
    ['one that failed', { partial: true, finishReason: 'error' }, failedRun, `Partial: ${failedRun.errorMessage}`],
    [
      'one that failed in a run that is gone',
      { partial: true, finishReason: 'error' },
      undefined,
      'Partial: the step failed',
    ],
    ['one whose window died', { partial: true, finishReason: null }, failedRun, 'Partial: the end never arrived'],
  ];
  for (const [what, fields, run, expected] of cases) {
    it(`of ${what} is "${expected}"`, () => {
      assert.equal(formatText(responseStatus(response(fields), run)), expected);
    });
  }

  it('leaves out what was not measured', () => {
    assert.deepEqual(measurements(metadata), []);
  });

  it('counts tokens, speed and time in units that people read', () => {
    const measured = { ...metadata, server: 'KoboldCpp 1.1', promptTokens: 0, completionTokens: 1234 };
    const shown = (durationMs: number, tokensPerSecond: number): string =>
      measurements({ ...measured, durationMs, tokensPerSecond })
        .map(formatText)
        .join(', ');
    assert.equal(shown(420, 3.14159), 'KoboldCpp 1.1, 0 tokens in, 1234 tokens out, 3.1 tokens/s, 0.4 s');
    assert.equal(shown(125_900, 234.5), 'KoboldCpp 1.1, 0 tokens in, 1234 tokens out, 235 tokens/s, 2 min 5 s');
  });
});
