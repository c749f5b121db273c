import assert from 'node:assert/strict';
import type { ResponseMetadata } from '../../../src/shared/model/run';
import type { Store } from '../../../src/extension/store/openStore';
import { thisProcess } from '../../../src/extension/store/sqlite/processIdentity';
import { newRun } from '../../support/newRun';
import { rejectsWith } from './rejectsWith';
import { recordChanges, TestFolder } from './testStore';

const metadata: ResponseMetadata = {
  host: '127.0.0.1',
  port: 5001,
  modelFormat: 'default',
  temperature: 0,
  responseLength: 10,
};

describe('WorkflowStore and RunStore', () => {
  let folder: TestFolder;
  let store: Store;
  beforeEach(async () => {
    folder = await TestFolder.make();
    store = await folder.store();
  });
  afterEach(() => folder.end());

  async function workflowOf(...names: string[]): Promise<number> {
    const { id } = await store.workflows.create('W');
    for (const name of names) await store.workflows.addSteps(id, [(await store.payloads.create({ name })).id]);
    return id;
  }

  describe('workflows', () => {
    it('order their steps, and copy with them', async () => {
      const id = await workflowOf('P', 'Q', 'R');
      const stepsOf = async () => (await store.workflows.get(id))!.steps;
      const [, q, r] = await stepsOf();
      await store.workflows.moveSteps(id, [r!.id], q!.id);
      await store.workflows.addSteps(id, [1, 1], q!.id);
      assert.deepEqual(
        (await stepsOf()).map(({ payloadId }) => payloadId),
        [1, 3, 1, 1, 2],
      );
      await store.workflows.removeSteps(id, [r!.id]);
      const copy = await store.workflows.duplicate(id);
      assert.equal(copy.name, 'W copy');
      assert.deepEqual(
        copy.steps.map(({ payloadId }) => payloadId),
        [1, 1, 1, 2],
      );
      assert.deepEqual(
        (await store.workflows.all()).map(({ name, steps }) => [name, steps.length]),
        [
          ['W', 4],
          ['W copy', 4],
        ],
      );
    });

    it('are renamed with one event, and not when the name is the same', async () => {
      const id = await workflowOf();
      const changes = recordChanges(store);
      await store.workflows.update(id, { name: ' New ' });
      await store.workflows.update(id, { name: 'New' });
      assert.deepEqual(changes, [[{ entity: 'workflow', action: 'changed', id }]]);
      assert.equal((await store.workflows.get(id))?.name, 'New');
      await rejectsWith('not-found', store.workflows.update(99, { name: 'x' }));
    });

    it('take their runs along when they are deleted, and say how many before', async () => {
      const id = await workflowOf('P');
      const other = (await store.workflows.create('Other')).id;
      const runs = [(await store.runs.start(newRun(id, 'W'))).run, (await store.runs.start(newRun(id, 'W'))).run];
      const { run: kept } = await store.runs.start(newRun(other, 'Other'));
      assert.equal(await store.workflows.countRuns([id]), 2);
      assert.equal((await store.workflows.get(id))?.lastRunAt, runs[1]?.startedAt);
      const changes = recordChanges(store);
      await store.workflows.delete([id]);
      assert.deepEqual(changes, [
        [
          { entity: 'workflow', action: 'deleted', id },
          ...runs.map((run) => ({ entity: 'run', action: 'deleted', id: run.id })),
        ],
      ]);
      assert.deepEqual(
        (await store.runs.page(10)).map((run) => run.id),
        [kept.id],
      );
    });
  });

  describe('runs', () => {
    it('go from start to end with their responses', async () => {
      const workflow = await workflowOf('P');
      const changes = recordChanges(store);
      const { run, steps } = await store.runs.start(newRun(workflow, 'W', [1, 1, 1]));
      const step = steps[0]!;
      assert.deepEqual(
        [run.status, run.workflowName, run.stepCount, run.completedAt, run.executionTimeMs],
        ['running', 'W', 3, null, null],
      );
      const response = await store.runs.startResponse({
        ...{ runId: run.id, stepExecutionId: step.id, stepIndex: 0, answerIndex: 0 },
        ...{ payloadId: 1, payloadName: 'P' },
        prompt: 'Say\0 it',
        metadata,
      });
      assert.deepEqual([response.partial, response.size, response.finishReason], [true, 0, null]);
      await store.runs.savePartial(response.id, { content: 'half', thinking: '' });
      assert.equal((await store.runs.response(response.id))?.content, 'half');
      const end = {
        ...metadata,
        promptTokens: 4,
        completionTokens: 2,
        timeToFirstTokenMs: 12.5,
        server: 'S',
        parameters: { top_p: 1 },
      };
      await store.runs.finishResponse(response.id, {
        content: 'whole 🎉',
        thinking: '',
        partial: false,
        finishReason: 'stop',
        metadata: end,
      });
      await store.runs.finish(run.id, { status: 'completed', executionTimeMs: 1234, errorMessage: null });
      const stored = await store.runs.response(response.id);
      assert.deepEqual(
        [stored?.content, stored?.prompt, stored?.partial, stored?.finishReason, stored?.size, stored?.metadata],
        ['whole 🎉', 'Say\0 it', false, 'stop', 10, end],
      );
      const ended = await store.runs.get(run.id);
      assert.deepEqual([ended?.status, ended?.executionTimeMs, ended?.errorMessage], ['completed', 1234, null]);
      assert.match(ended!.completedAt!, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      const responseChange = (action: string) => [{ entity: 'response', action, id: response.id, runId: run.id }];
      assert.deepEqual(changes, [
        [{ entity: 'run', action: 'created', id: run.id }],
        responseChange('created'),
        responseChange('changed'),
        responseChange('changed'),
        [{ entity: 'run', action: 'changed', id: run.id }],
      ]);
    });

    it('come in pages, newest first', async () => {
      const workflow = await workflowOf();
      for (let index = 0; index < 5; index += 1) await store.runs.start(newRun(workflow, `Run ${index}`));
      const first = await store.runs.page(2);
      const second = await store.runs.page(2, first.at(-1)!.id);
      const third = await store.runs.page(2, second.at(-1)!.id);
      assert.deepEqual(
        [...first, ...second, ...third].map(({ workflowName }) => workflowName),
        ['Run 4', 'Run 3', 'Run 2', 'Run 1', 'Run 0'],
      );
      await store.runs.delete([first[0]!.id, 99]);
      assert.equal((await store.runs.page(10)).length, 4);
    });

    it('say that they or their workflow are gone', async () => {
      await rejectsWith('not-found', store.runs.start(newRun(99, 'gone')));
      const ids = { runId: 99, stepExecutionId: 'none', payloadId: 1 };
      const response = { ...ids, payloadName: 'P', stepIndex: 0, answerIndex: 0, prompt: '', metadata };
      await rejectsWith('not-found', store.runs.startResponse(response));
      await rejectsWith('not-found', store.runs.savePartial(99, { content: 'x', thinking: '' }));
      await rejectsWith(
        'not-found',
        store.runs.finish(99, { status: 'failed', executionTimeMs: 1, errorMessage: 'x' }),
      );
      const workflow = await workflowOf();
      const { run } = await store.runs.start(newRun(workflow, 'W'));
      const kept = await store.runs.startResponse({ ...response, runId: run.id, payloadId: 77 });
      assert.deepEqual([kept.payloadId, kept.payloadName], [null, 'P'], 'a payload deleted in between keeps its name');
    });

    it('show rows that another program has filled with nonsense', async () => {
      await store.database.run(
        `INSERT INTO runs (workflow_id, status, metadata, execution_time_ms, completed_at)
         VALUES (NULL, 'exploded', 'no JSON', -3, 'soon'), (NULL, 'completed', '[1]', 'x', NULL)`,
      );
      await store.database.run(
        `INSERT INTO responses (run_id, content, metadata, finish_reason, partial, step_index)
         VALUES (1, NULL, '{"port": "x", "host": 5, "promptTokens": -1}', 'bored', 'x', -4)`,
      );
      const [second, first] = await store.runs.page(10);
      assert.deepEqual(
        [first?.status, first?.workflowName, first?.stepCount, first?.executionTimeMs],
        ['failed', '', 0, null],
      );
      assert.deepEqual([second?.completedAt, second?.executionTimeMs], [null, null]);
      const [response] = await store.runs.responses(1);
      assert.deepEqual(
        [response?.size, response?.finishReason, response?.partial, response?.stepIndex, response?.metadata],
        [0, null, false, 0, { host: '', port: 0, modelFormat: 'default', temperature: 0, responseLength: 0 }],
      );
      assert.equal((await store.runs.response(1))?.content, '');
    });

    it('are interrupted when their process is dead, and only then', async () => {
      const me = thisProcess();
      const owners = [me, { ...me, pid: 2 ** 22 + 1 }, { ...me, host: 'another-machine' }];
      await workflowOf();
      for (const owner of owners) {
        const window = await folder.store(undefined, { owner });
        await window.runs.start(newRun(1, owner.host));
        await window.close();
      }
      await store.database.run("INSERT INTO runs (status, metadata) VALUES ('queued', NULL)");
      await store.database.run(
        `INSERT INTO runs (status, metadata, started_at) SELECT status, metadata, '2020-01-01 00:00:00' FROM runs WHERE id = 3`,
      );
      const opened = await folder.store();
      assert.deepEqual((await opened.runs.page(10)).map(({ id, status }) => [id, status]).reverse(), [
        [1, 'running'],
        [2, 'interrupted'],
        [3, 'running'],
        [4, 'interrupted'],
        [5, 'interrupted'],
      ]);
      await opened.runs.finish(1, { status: 'completed', executionTimeMs: 1, errorMessage: null });
      assert.equal((await opened.runs.get(1))?.status, 'completed');
    });
  });
});
