import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { LibraryIndex } from '../../../src/extension/engine/libraryIndex';
import { EndpointQueues } from '../../../src/extension/engine/queue/endpointQueues';
import { WorkflowRunner } from '../../../src/extension/engine/workflowRunner';
import { systemClock } from '../../../src/extension/platform/vscode/clock';
import { nullLog, type Log } from '../../../src/extension/platform/ports/log';
import { FakeModelServer } from '../../support/fakesModelServer';
import { TestFolder } from './testStore';

describe('A run that one window executes and another one deletes', () => {
  let folder: TestFolder;
  const ends: (() => void)[] = [];

  beforeEach(async () => {
    folder = await TestFolder.make();
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await folder.end();
  });

  /** A window with a store and an engine of its own. */
  async function windowOf(pid: number) {
    const store = await folder.store(undefined, { owner: { pid, host: hostname(), started: '' } });
    const { blocks, payloads, workflows, runs, events } = store;
    const server = new FakeModelServer();
    const warnings: string[] = [];
    const note = (message: string | Error): void => void warnings.push(String(message));
    const log: Log = { ...nullLog, warn: note, error: note };
    const queues = new EndpointQueues({ queues: store.queues, events, slots: () => 1, clock: systemClock, log });
    const index = new LibraryIndex(blocks, events);
    ends.push(() => {
      queues.dispose();
      index.dispose();
    });
    const runner = new WorkflowRunner({
      ...{ blocks, payloads, workflows, runs, events, index, server, turns: queues, clock: systemClock, log },
      ...{
        random: () => 0.5,
        hash: (content: string) => content,
        defaultHost: () => '127.0.0.1',
        isAllowed: () => true,
      },
    });
    return { store, server, runner, queues, warnings };
  }

  async function eventually(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  it('ends cleanly: its server is stopped, nothing of it is left, and the next run has its turn', async function () {
    this.timeout(60_000);
    const [one, two] = [await windowOf(process.pid), await windowOf(process.ppid)];
    const block = await one.store.blocks.create({ title: 'B', content: 'Say it', tags: [], folderPath: '' });
    const { id } = await one.store.payloads.create({ name: 'P' });
    await one.store.payloads.addBlocks(id, [block.id]);
    const [executed, waiting, next] = [
      await one.runner.startPayload(id),
      await one.runner.startPayload(id),
      await one.runner.startPayload(id),
    ];
    await eventually(() => one.server.exchanges.length === 1);
    const [exchange] = one.server.exchanges;
    await exchange!.begin();
    exchange!.send('text');

    await two.store.runs.delete([executed, waiting]);
    await Promise.all([one.runner.ended(executed), one.runner.ended(waiting)]);
    assert.ok(exchange!.signal.aborted);
    await eventually(() => one.server.exchanges.length === 2);
    await one.server.last.begin();
    one.server.last.end();
    await one.runner.ended(next);

    const { store } = two;
    assert.deepEqual(
      (await store.runs.page(10)).map((run) => [run.id, run.status]),
      [[next, 'completed']],
    );
    for (const table of ['responses', 'step_executions'] as const) {
      const rows = await store.database.all(`SELECT DISTINCT run_id FROM ${table}`);
      assert.deepEqual(rows, [{ run_id: next }]);
    }
    assert.deepEqual(await two.queues.all(), []);
    assert.deepEqual([...one.warnings, ...two.warnings], []);
  });

  it('is told in the window that deletes it with all its responses', async () => {
    const { store, runner, server } = await windowOf(process.pid);
    const block = await store.blocks.create({ title: 'B', content: 'Say it', tags: [], folderPath: '' });
    const { id } = await store.payloads.create({ name: 'P' });
    await store.payloads.addBlocks(id, [block.id]);
    server.answer = async (exchange) => {
      await exchange.begin();
      exchange.end();
    };
    const runId = await runner.startPayload(id);
    await runner.ended(runId);
    const [response] = await store.runs.responses(runId);
    const told: unknown[] = [];
    store.events.onDidChange((change) => told.push(...(change === 'everything' ? [change] : change)));
    await store.runs.delete([runId]);
    assert.deepEqual(told, [
      { entity: 'run', action: 'deleted', id: runId },
      { entity: 'response', action: 'deleted', id: response!.id, runId },
    ]);
  });
});
