import assert from 'node:assert/strict';
import type { NewResponse, NewStep, ResponseEnd } from '../../../src/extension/domain/ports/runRepository';
import type { Store } from '../../../src/extension/store/openStore';
import { thisProcess } from '../../../src/extension/store/sqlite/processIdentity';
import type { ResponseMetadata, ResponseSummary, StepExecution } from '../../../src/shared/model/run';
import { newRun } from '../../support/newRun';
import { rejectsWith } from './rejectsWith';
import { recordChanges, TestFolder } from './testStore';

const metadata: ResponseMetadata = {
  ...{ host: '127.0.0.1', port: 5001, modelFormat: 'default', temperature: 0, responseLength: 10 },
};
const whole: ResponseEnd = { content: 'whole', thinking: '', partial: false, finishReason: 'stop', metadata };
const broken: ResponseEnd = { content: 'bro', thinking: '', partial: true, finishReason: 'error', metadata };

describe('RunStore', () => {
  let folder: TestFolder;
  let store: Store;
  let workflowId: number;
  let payloadId: number;
  beforeEach(async () => {
    folder = await TestFolder.make();
    store = await folder.store();
    payloadId = (await store.payloads.create({ name: 'P' })).id;
    workflowId = (await store.workflows.create('W')).id;
    await store.workflows.addSteps(workflowId, [payloadId, payloadId]);
  });
  afterEach(() => folder.end());

  function responseOf(step: StepExecution, change: Partial<NewResponse> = {}): NewResponse {
    const ids = { runId: step.runId, stepExecutionId: step.id, stepIndex: step.stepIndex, answerIndex: 0 };
    return { ...ids, payloadId, payloadName: 'P', prompt: 'Say it', metadata, ...change };
  }

  async function answer(step: StepExecution, end: ResponseEnd = whole, answerIndex = 0): Promise<ResponseSummary> {
    await store.runs.changeStep(step.id, { status: 'running', input: `input of ${step.name}` });
    const response = await store.runs.startResponse(responseOf(step, { answerIndex }));
    await store.runs.finishResponse(response.id, end, { status: end.partial ? 'failed' : 'completed' });
    return response;
  }

  async function begin(count = 2): Promise<readonly StepExecution[]> {
    return (await store.runs.start(newRun(workflowId, 'W', Array<number>(count).fill(payloadId)))).steps;
  }

  const statuses = async (runId: number) => (await store.runs.steps(runId)).map(({ status }) => status);

  it('keeps everything that is known of a response, whatever of it there is', async () => {
    const all: Required<ResponseMetadata> = {
      ...{ ...metadata, provider: 'koboldcpp', server: 'KoboldCpp 1.115.1', model: 'a', requestedModel: 'b' },
      ...{ parameters: { seed: 7, stop: ['END'] }, promptTokens: 5, completionTokens: 6, contextSize: 512 },
      ...{ timeToFirstTokenMs: 1, durationMs: 2, tokensPerSecond: 3.5, sentTokens: 8, estimatedTokens: 9 },
      ...{ stopString: 'END', stopStringInText: true, truncated: false },
      ...{ ignoredSettings: ['min_p'], disregardedSettings: ['response_length', 'json_schema'] },
    };
    const [step] = await begin(1);
    const { id, runId } = await answer(step!, { ...whole, metadata: all });
    assert.deepEqual((await store.runs.response(id))?.metadata, all);
    assert.deepEqual((await store.runs.responses(runId))[0]?.metadata, all);
  });

  it('stores the steps of a run as pending, in order, with their names and places', async () => {
    const places = (await store.workflows.get(workflowId))!.steps;
    const steps: NewStep[] = [
      { stepId: places[1]!.id, payloadId, name: 'Second place', reused: [] },
      { stepId: null, payloadId: 77, name: 'No place, no payload', reused: [] },
    ];
    const { run, steps: begun } = await store.runs.start({ ...newRun(workflowId, 'W'), steps });
    assert.deepEqual(
      begun.map(({ id, ...step }) => [/^[0-9a-f-]{36}$/.test(id), step]),
      [
        [
          true,
          {
            ...{ runId: run.id, stepId: places[1]!.id, stepIndex: 0, name: 'Second place', payloadId },
            ...{ status: 'pending', startedAt: null, completedAt: null, retryCount: 0, errorMessage: null },
          },
        ],
        [
          true,
          {
            ...{ runId: run.id, stepId: null, stepIndex: 1, name: 'No place, no payload', payloadId: null },
            ...{ status: 'pending', startedAt: null, completedAt: null, retryCount: 0, errorMessage: null },
          },
        ],
      ],
    );
    assert.equal(run.stepCount, 2);
    assert.deepEqual(await store.runs.steps(run.id), begun);
    await store.workflows.removeSteps(workflowId, [places[1]!.id]);
    assert.equal((await store.runs.steps(run.id))[0]?.stepId, null);
  });

  it('takes a step through its states, each with what it changes and no more', async () => {
    const [step] = await begin(1);
    const changes = recordChanges(store);
    await store.runs.changeStep(step!.id, { status: 'queued' });
    await store.runs.changeStep(step!.id, { status: 'running', input: 'given' });
    const now = async () => (await store.runs.steps(step!.runId))[0]!;
    assert.match((await now()).startedAt ?? '', /^\d{4}-/);
    await store.runs.changeStep(step!.id, { status: 'retrying', retryCount: 2, errorMessage: 'Refused.' });
    assert.deepEqual([(await now()).retryCount, (await now()).errorMessage], [2, 'Refused.']);
    await store.runs.changeStep(step!.id, { status: 'running' });
    assert.deepEqual([(await now()).retryCount, (await now()).errorMessage], [2, 'Refused.']);
    assert.equal((await now()).completedAt, null);
    await store.runs.changeStep(step!.id, { status: 'completed', errorMessage: null });
    assert.deepEqual([(await now()).status, (await now()).errorMessage], ['completed', null]);
    assert.match((await now()).completedAt ?? '', /^\d{4}-/);
    assert.deepEqual([...(await store.runs.stepInputs(step!.runId))], [[step!.id, 'given']]);
    assert.deepEqual(changes, Array(5).fill([{ entity: 'step', action: 'changed', id: step!.id, runId: step!.runId }]));
    await rejectsWith('not-found', store.runs.changeStep('nobody', { status: 'queued' }));
  });

  it('ends a response and its step in one transaction', async () => {
    const [step] = await begin(1);
    const changes = recordChanges(store);
    const response = await answer(step!);
    const [response_, step_] = [
      { entity: 'response', id: response.id, runId: step!.runId },
      { entity: 'step', action: 'changed', id: step!.id, runId: step!.runId },
    ];
    assert.deepEqual(changes, [
      [step_],
      [{ ...response_, action: 'created' }],
      [{ ...response_, action: 'changed' }, step_],
    ]);
    assert.deepEqual(await statuses(step!.runId), ['completed']);
  });

  it('keeps thinking apart from the text', async () => {
    const [step] = await begin(1);
    const { id } = await store.runs.startResponse(responseOf(step!));
    await store.runs.savePartial(id, { content: '', thinking: 'Hm 🤔' });
    assert.deepEqual((await store.runs.response(id))?.thinking, 'Hm 🤔');
    await store.runs.finishResponse(id, { ...whole, thinking: 'Hm 🤔.' });
    const [summary] = await store.runs.responses(step!.runId);
    assert.deepEqual([summary?.size, summary?.thinkingSize], [5, 8]);
  });

  it('keeps several answers side by side, the first chosen until a person chooses another', async () => {
    const [step, other] = await begin();
    const answers = [await answer(step!, whole, 0), await answer(step!, whole, 1), await answer(step!, whole, 2)];
    await answer(other!);
    const chosen = async () => (await store.runs.responses(step!.runId)).map((response) => response.chosen);
    assert.deepEqual(await chosen(), [true, false, false, true]);
    const changes = recordChanges(store);
    await store.runs.choose(answers[2]!.id);
    assert.deepEqual(await chosen(), [false, false, true, true]);
    assert.deepEqual(
      changes.flatMap((change) => (change === 'everything' ? [] : change.map((one) => ('id' in one ? one.id : '')))),
      [answers[2]!.id, answers[0]!.id],
    );
    await rejectsWith('not-found', store.runs.choose(999));
  });

  it('lets a complete answer take the place of a partial one that was chosen, and of nothing else', async () => {
    const [step] = await begin(1);
    await answer(step!, broken, 0);
    await answer(step!, broken, 1);
    await answer(step!, whole, 2);
    await answer(step!, whole, 3);
    assert.deepEqual(
      (await store.runs.responses(step!.runId)).map(({ chosen, partial }) => [chosen, partial]),
      [
        [false, true],
        [false, true],
        [true, false],
        [false, false],
      ],
    );
  });

  it('leaves the one chosen that is still written, until that ends without being whole', async () => {
    for (const end of [whole, broken]) {
      const [step] = await begin(1);
      const first = await store.runs.startResponse(responseOf(step!, { answerIndex: 0 }));
      const [third, second] = [await answer(step!, whole, 2), await answer(step!, whole, 1)];
      const chosen = async () => (await store.runs.responses(step!.runId)).filter((one) => one.chosen);
      const ids = async () => (await chosen()).map(({ id }) => id);
      assert.deepEqual(await ids(), [first.id]);
      await store.runs.finishResponse(first.id, end);
      assert.deepEqual(await ids(), [end === whole ? first.id : second.id]);
      await store.runs.choose(third.id);
      await store.runs.finishResponse(second.id, whole);
      assert.deepEqual(await ids(), [third.id], 'what a person chose');
    }
  });

  it('begins a response again that had no text yet', async () => {
    const [step] = await begin(1);
    const first = await store.runs.startResponse(responseOf(step!));
    await store.runs.finishResponse(first.id, { ...broken, content: '' }, { status: 'retrying', retryCount: 1 });
    const again = await store.runs.startResponse(
      responseOf(step!, { prompt: 'Say it again', metadata: { ...metadata, server: 'S' }, replaces: first.id }),
    );
    assert.deepEqual([again.id, again.partial, again.finishReason, again.metadata.server], [first.id, true, null, 'S']);
    assert.equal((await store.runs.response(first.id))?.prompt, 'Say it again');
    assert.deepEqual(await statuses(step!.runId), ['retrying'], 'the step is for its queue to change');
    const gone = responseOf(step!, { replaces: 999 });
    await rejectsWith('not-found', store.runs.startResponse(gone));
  });

  it('stores ratings and comments, each by itself', async () => {
    const [step] = await begin(1);
    const { id } = await answer(step!);
    const judged = async () => {
      const response = await store.runs.response(id);
      return [response?.rating, response?.comment];
    };
    assert.deepEqual(await judged(), [null, '']);
    await store.runs.judge(id, { rating: 4 });
    await store.runs.judge(id, { comment: 'Too long.' });
    assert.deepEqual(await judged(), [4, 'Too long.']);
    await store.runs.judge(id, { rating: null });
    assert.deepEqual(await judged(), [null, 'Too long.']);
    await rejectsWith('not-found', store.runs.judge(999, { rating: 1 }));
  });

  it('copies what a run takes over, so that it stands by itself', async () => {
    const [first] = await begin();
    const kept = await answer(first!);
    await store.runs.savePartial(kept.id, { content: 'whole', thinking: 'thought' });
    const second = await answer(first!, whole, 1);
    await store.runs.choose(second.id);
    await store.runs.judge(kept.id, { rating: 5, comment: 'good' });
    const step = { stepId: null, payloadId, name: 'Again' };
    const taking = [
      { ...step, reused: [kept.id, second.id] },
      { ...step, reused: [] },
    ];
    const { run, steps } = await store.runs.start({
      ...newRun(workflowId, 'W'),
      sourceRunId: first!.runId,
      steps: taking,
    });
    assert.equal(run.sourceRunId, first!.runId);
    assert.deepEqual(
      steps.map(({ status }) => status),
      ['reused', 'pending'],
    );
    assert.match(steps[0]!.completedAt ?? '', /^\d{4}-/);
    const original = (await store.runs.response(kept.id))!;
    const copies = await store.runs.responses(run.id);
    assert.deepEqual(
      copies.map(({ reusedFrom, chosen, stepExecutionId }) => [reusedFrom, chosen, stepExecutionId]),
      [
        [kept.id, false, steps[0]!.id],
        [second.id, true, steps[0]!.id],
      ],
    );
    assert.deepEqual(await store.runs.response(copies[0]!.id), {
      ...original,
      ...{ id: copies[0]!.id, runId: run.id, stepExecutionId: steps[0]!.id, reusedFrom: kept.id },
    });
    assert.deepEqual([...(await store.runs.stepInputs(run.id)).values()], [`input of ${first!.name}`]);

    const third = await store.runs.start({ ...newRun(workflowId, 'W'), steps: [{ ...step, reused: [copies[0]!.id] }] });
    assert.equal((await store.runs.responses(third.run.id))[0]?.reusedFrom, kept.id, 'the one that was asked for');
    await store.runs.delete([first!.runId]);
    assert.equal((await store.runs.responses(run.id)).length, 2);
  });

  it('takes a response over while a run goes on', async () => {
    const [source] = await begin(1);
    const { id } = await answer(source!);
    const [step] = await begin(1);
    const changes = recordChanges(store);
    await store.runs.reuse(step!.id, [id]);
    assert.deepEqual(changes, [[{ entity: 'step', action: 'changed', id: step!.id, runId: step!.runId }]]);
    assert.deepEqual(await statuses(step!.runId), ['reused']);
    assert.deepEqual(
      (await store.runs.responses(step!.runId)).map(({ reusedFrom, size }) => [reusedFrom, size]),
      [[id, 5]],
    );
  });

  it('takes some answers over into a step that has still to ask for the others', async () => {
    const [source] = await begin(1);
    await answer(source!, broken, 0);
    const [kept, other] = [await answer(source!, broken, 1), await answer(source!, whole, 2)];
    await store.runs.choose(kept.id);
    const [step] = await begin(1);
    await store.runs.reuse(step!.id, [other.id], false);
    assert.deepEqual(await statuses(step!.runId), ['pending']);
    assert.deepEqual([...(await store.runs.stepInputs(step!.runId)).keys()], []);
    const next = await store.runs.startResponse(responseOf(step!, { answerIndex: 0 }));
    assert.deepEqual(
      (await store.runs.responses(step!.runId)).map(({ id, reusedFrom, chosen }) => [
        id === next.id,
        reusedFrom,
        chosen,
      ]),
      [
        [true, null, false],
        [false, other.id, true],
      ],
    );
  });

  it('refuses to take over what is gone, without a trace', async () => {
    const gone = { stepId: null, payloadId, name: 'x', reused: [999] };
    await rejectsWith('not-found', store.runs.start({ ...newRun(workflowId, 'W'), steps: [gone] }));
    assert.deepEqual(await store.runs.page(10), []);
    const [step] = await begin(1);
    await rejectsWith('not-found', store.runs.reuse(step!.id, [999]));
    assert.deepEqual(await statuses(step!.runId), ['pending']);
  });

  it('finds the newest run of a workflow that has a response', async () => {
    assert.equal(await store.runs.latest(workflowId), undefined);
    const [first] = await begin(1);
    await begin(1);
    assert.equal(await store.runs.latest(workflowId), undefined);
    await answer(first!);
    assert.equal((await store.runs.latest(workflowId))?.id, first!.runId);
    const other = (await store.workflows.create('Other')).id;
    assert.equal(await store.runs.latest(other), undefined);
  });

  for (const status of ['cancelled', 'failed'] as const) {
    it(`ends the steps that had begun as ${status} with their run, and skips the others`, async () => {
      const steps = await begin(5);
      await answer(steps[0]!);
      await store.runs.changeStep(steps[1]!.id, { status: 'running' });
      await store.runs.changeStep(steps[2]!.id, { status: 'queued' });
      await store.runs.changeStep(steps[3]!.id, { status: 'retrying' });
      await store.runs.finish(steps[0]!.runId, { status, executionTimeMs: 1, errorMessage: null });
      assert.deepEqual(await statuses(steps[0]!.runId), ['completed', status, status, status, 'skipped']);
    });
  }

  it('ends a run with its last response in one commit, and skips the steps that were left out', async () => {
    const steps = await begin(2);
    const [step] = steps;
    const runId = step!.runId;
    await store.runs.changeStep(step!.id, { status: 'running' });
    const { id } = await store.runs.startResponse(responseOf(step!));
    const changes = recordChanges(store);
    const end = { status: 'completed', executionTimeMs: 7, errorMessage: 'of a step before' } as const;
    await store.runs.finishResponse(id, whole, { status: 'completed' }, end);
    assert.deepEqual(changes, [
      [
        { entity: 'response', action: 'changed', id, runId },
        { entity: 'step', action: 'changed', id: step!.id, runId },
        { entity: 'run', action: 'changed', id: runId },
      ],
    ]);
    const run = await store.runs.get(runId);
    assert.deepEqual([run?.status, run?.executionTimeMs, run?.errorMessage], ['completed', 7, 'of a step before']);
    assert.notEqual(run?.completedAt, null);
    assert.deepEqual(await statuses(runId), ['completed', 'skipped']);
    assert.equal((await store.runs.response(id))?.content, 'whole');
  });

  it('does not end a run whose last response is gone', async () => {
    const [step] = await begin(1);
    const end = { status: 'completed', executionTimeMs: 7, errorMessage: null } as const;
    await rejectsWith('not-found', store.runs.finishResponse(99, whole, { status: 'completed' }, end));
    assert.equal((await store.runs.get(step!.runId))?.status, 'running');
  });

  it('marks the steps of a run whose process died as interrupted', async () => {
    const window = await folder.store(undefined, { owner: { ...thisProcess(), pid: 2 ** 22 + 1 } });
    const { run, steps } = await window.runs.start(newRun(workflowId, 'W', Array<number>(5).fill(payloadId)));
    const states = ['completed', 'running', 'retrying', 'queued'] as const;
    for (const [index, status] of states.entries()) await window.runs.changeStep(steps[index]!.id, { status });
    const response = await window.runs.startResponse(responseOf(steps[1]!));
    await window.runs.savePartial(response.id, { content: 'what had come', thinking: 'so far' });
    await window.close();
    const alive = await begin(1);
    await store.runs.changeStep(alive[0]!.id, { status: 'running' });
    const opened = await folder.store();
    assert.equal((await opened.runs.get(run.id))?.status, 'interrupted');
    assert.deepEqual(
      (await opened.runs.steps(run.id)).map(({ status }) => status),
      ['completed', 'interrupted', 'interrupted', 'interrupted', 'skipped'],
    );
    const kept = await opened.runs.response(response.id);
    assert.deepEqual([kept?.content, kept?.thinking, kept?.partial], ['what had come', 'so far', true]);
    assert.deepEqual(
      (await opened.runs.steps(alive[0]!.runId)).map(({ status }) => status),
      ['running'],
    );
  });

  it('deletes the steps of a run with it', async () => {
    const [step] = await begin();
    await answer(step!);
    await store.runs.delete([step!.runId]);
    assert.deepEqual(await store.runs.steps(step!.runId), []);
    assert.deepEqual(await store.database.all('SELECT id FROM step_executions'), []);
  });
});
