import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { EndpointQueues } from '../../../src/extension/engine/queue/endpointQueues';
import { RunStopped } from '../../../src/extension/engine/runStopped';
import { nullLog } from '../../../src/extension/platform/ports/log';
import { systemClock } from '../../../src/extension/platform/vscode/clock';
import { newRun } from '../../support/newRun';
import { TestFolder } from './testStore';

const endpoint = { host: '127.0.0.1', port: 5001 };

describe('Queues in two windows with a store each', () => {
  let folder: TestFolder;
  const open: EndpointQueues[] = [];

  beforeEach(async () => {
    folder = await TestFolder.make();
  });
  afterEach(async () => {
    for (const queues of open.splice(0)) queues.dispose();
    await folder.end();
  });

  /** A window whose process is one that runs, or has died. */
  async function windowOf(pid: number) {
    const store = await folder.store(undefined, { owner: { pid, host: hostname(), started: '' } });
    const dependencies = {
      queues: store.queues,
      events: store.events,
      slots: () => undefined,
      clock: systemClock,
      log: nullLog,
    };
    const queues = new EndpointQueues(dependencies);
    open.push(queues);
    return {
      queues,
      /** A run with some steps, which are stored. */
      run: async (steps: number) => {
        const [payload] = await store.payloads.all();
        const payloadId = payload?.id ?? (await store.payloads.create({ name: 'P' })).id;
        return (await store.runs.start(newRun(null, 'P', Array<number>(steps).fill(payloadId)))).steps;
      },
    };
  }

  it('take turns, never both at once, until all is done', async function () {
    this.timeout(120_000);
    const windows = [await windowOf(process.pid), await windowOf(process.ppid)];
    const { signal } = new AbortController();
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const work = windows.map(async ({ queues, run }, index) => {
      for (const { id, runId } of await run(6)) {
        const lease = await queues.acquire({ endpoint, runId, stepExecutionId: id }, signal);
        running += 1;
        most = Math.max(most, running);
        order.push(String(index));
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
        await lease.release();
      }
    });
    await Promise.all(work);
    assert.equal(most, 1);
    assert.equal(order.toSorted().join(''), '000000111111');
    assert.deepEqual(await windows[0]!.queues.all(), []);
  });

  it('stop what waits here when the other one clears the queue, and drop what a dead one left', async function () {
    this.timeout(60_000);
    const [one, two, dead] = [await windowOf(process.pid), await windowOf(process.ppid), await windowOf(0x7fff_fff0)];
    const { signal } = new AbortController();
    const [left] = await dead.run(1);
    await dead.queues.acquire({ endpoint, runId: left!.runId, stepExecutionId: left!.id }, signal);
    const [first, second] = await one.run(2);
    const lease = await one.queues.acquire({ endpoint, runId: first!.runId, stepExecutionId: first!.id }, signal);
    const waiting = one.queues.acquire({ endpoint, runId: second!.runId, stepExecutionId: second!.id }, signal);
    const stopped = assert.rejects(waiting, RunStopped);
    while ((await two.queues.position(second!.id)) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await two.queues.clear(endpoint);
    await stopped;
    assert.equal((await two.queues.all())[0]?.tickets.length, 1);
    await lease.release();
  });
});
