import assert from 'node:assert/strict';
import { runComparison } from '../../../../../src/extension/features/runs/reports/runComparison';
import { runMarkdown, type WholeRun } from '../../../../../src/extension/features/runs/reports/runMarkdown';
import { runRecords } from '../../../../../src/extension/features/runs/reports/runRecord';
import { runTable } from '../../../../../src/extension/features/runs/reports/runTable';
import type { Response, Run, StepExecution } from '../../../../../src/shared/model/run';
import { formatText } from '../../../../../src/shared/model/text';

const startedAt = '2026-11-01 12:00:00';

function run(id: number, fields: Partial<Run> = {}): Run {
  return {
    ...{ id, workflowId: 1, workflowName: 'Essay', sourceRunId: null, status: 'completed', stepCount: 2, startedAt },
    ...{ completedAt: startedAt, executionTimeMs: 2100, errorMessage: null },
    ...fields,
  };
}

function step(runId: number, stepIndex: number, fields: Partial<StepExecution> = {}): StepExecution {
  return {
    ...{ id: `s${runId}.${stepIndex}`, runId, stepId: stepIndex + 1, stepIndex, name: `Step ${stepIndex + 1}` },
    ...{ payloadId: 1, status: 'completed', startedAt, completedAt: startedAt, retryCount: 0, errorMessage: null },
    ...fields,
  };
}

function response(runId: number, stepIndex: number, fields: Partial<Response> = {}): Response {
  const metadata = {
    ...{ host: '127.0.0.1', port: 5001, modelFormat: 'auto', temperature: 0, responseLength: 100, model: 'm' },
    ...{ promptTokens: 5, completionTokens: 40, timeToFirstTokenMs: 120, durationMs: 1500, tokensPerSecond: 28.99 },
  };
  return {
    ...{ id: runId * 10 + stepIndex, runId, payloadId: 1, payloadName: 'Draft', stepIndex, partial: false },
    ...{ finishReason: 'stop', size: 5, thinkingSize: 0, metadata, stepExecutionId: `s${runId}.${stepIndex}` },
    ...{ answerIndex: 0, chosen: true, reusedFrom: null, rating: null, comment: '', createdAt: startedAt },
    ...{ content: 'Hello', thinking: '', prompt: 'Say hello.' },
    ...fields,
  };
}

const whole: WholeRun = {
  run: run(7, { status: 'failed', errorMessage: 'Nothing listens on 127.0.0.1:5001.', sourceRunId: 3 }),
  steps: [step(7, 0), step(7, 1, { status: 'failed', errorMessage: 'Nothing listens.' })],
  responses: [
    response(7, 0, { rating: 4, comment: 'good\nstart', reusedFrom: 30, content: 'A ``` fence', thinking: 'Hm' }),
  ],
};

describe('reports of runs', () => {
  it('show the steps of a run with tokens, times and speeds, and those without a response', () => {
    const lines = runTable(whole, formatText).split('\n');
    assert.equal(lines[0], '# Essay · run 7');
    assert.equal(lines[2], 'failed · started 2026-11-01 12:00:00 UTC · 2.1 s · took over responses of run 3');
    assert.equal(lines[4], '> Nothing listens on 127.0.0.1:5001.');
    const cells = lines.slice(8).map((line) => line.split('|').map((cell) => cell.trim()));
    assert.deepEqual(cells[0]?.slice(1, -1), [
      ...['1', 'Step 1', 'taken over', 'complete', '5', '40', '120 ms', '1.5 s', '29.0', '★★★★☆'],
      ...['m', '127.0.0.1:5001', 'auto', '0'],
    ]);
    assert.deepEqual(cells[1]?.slice(1, 4), ['2', 'Step 2', 'Nothing listens.']);
  });

  it('number the answers of a step that has several', () => {
    const responses = [response(7, 0), response(7, 0, { id: 99, answerIndex: 1, chosen: false })];
    const table = runTable({ ...whole, responses }, formatText);
    assert.match(table, /\| 1\.1 \|/);
    assert.match(table, /\| 1\.2 \|.*not chosen/);
  });

  it('put the responses of several runs to one step into one table', () => {
    const runs = [7, 8].map((id) => ({ run: run(id), steps: [], responses: [response(id, 0), response(id, 1)] }));
    const page = runComparison(runs, formatText);
    assert.match(page, /^# Runs 7, 8 side by side\n/);
    assert.deepEqual(page.match(/^## .*$/gm), ['## 1. Draft', '## 2. Draft']);
    assert.equal(page.match(/^\| +8 \|/gm)?.length, 2);
  });

  it('export everything as Markdown, with fences that no text can end', () => {
    const page = runMarkdown(whole, formatText);
    assert.match(page, /> ★★★★☆ good start/);
    assert.match(page, /### Prompt\n\n```text\nSay hello\.\n```/);
    assert.match(page, /### Thinking\n\n```text\nHm\n```/);
    assert.match(page, /### Response\n\n````text\nA ``` fence\n````\n$/);
  });

  it('export everything as JSON', () => {
    const record = JSON.parse(runRecords([whole])) as { version: number; runs: WholeRun['run'][] };
    assert.equal(record.version, 1);
    assert.deepEqual(record.runs, [{ ...whole.run, steps: whole.steps, responses: whole.responses }]);
  });
});
