import assert from 'node:assert/strict';
import type { NewRunTicket } from '../../../../src/extension/domain/ports/queueRepository';
import { RunStopped } from '../../../../src/extension/engine/runStopped';
import { settled } from '../../../support/fakesClock';
import { newRun } from '../../../support/newRun';
import { endpoint, queuesOf } from './queuesOf';

describe('EndpointQueues, with runs that begin', () => {
  const run: NewRunTicket = { run: newRun(null, 'Run', [1]), stepIndex: 0, endpoint, input: '' };

  it('stores a run with its first turn, or with its place in the queue', async () => {
    const { queues, table, begun, ask } = queuesOf();
    const { signal } = new AbortController();
    const { turn, steps } = await queues.start(run, signal);
    const lease = await turn;
    await ask('1a');
    const waiting = await queues.start(run, signal);
    await ask('2a');
    await lease.release();
    assert.deepEqual(begun, ['1a']);
    const stepIds = table.tickets.map(({ stepExecutionId }) => stepExecutionId);
    assert.deepEqual(stepIds, ['1a', waiting.steps[0]!.id, '2a']);
    assert.notEqual(steps[0]!.id, waiting.steps[0]!.id);
  });

  it('lets the answers of a run that has just begun take turns with others', async () => {
    const { queues, begun, ask, release } = queuesOf();
    await ask('1a');
    const { turn, run: stored } = await queues.start(run, new AbortController().signal);
    await ask(`${stored.id}b`);
    await ask('2a');
    await release('1a');
    await (await turn).release();
    await settled();
    assert.deepEqual(begun, ['1a', '2a']);
    assert.equal(await queues.position(`${stored.id}b`), 0);
  });

  it('waits for the turn of a run no longer when it is stopped', async () => {
    const { queues, table, ask } = queuesOf();
    await ask('1a');
    const stopping = new AbortController();
    const { turn } = await queues.start(run, stopping.signal);
    stopping.abort();
    await assert.rejects(turn, RunStopped);
    await settled();
    assert.equal(table.tickets.length, 1);
  });

  it('begins no run that cannot be stored, and the next one as ever', async () => {
    const { queues, fail } = queuesOf();
    const { signal } = new AbortController();
    fail('full');
    await assert.rejects(queues.start(run, signal), { reason: 'full' });
    fail(undefined);
    await (
      await queues.start(run, signal)
    ).turn;
  });

  it('says of a run that its workflow is gone', async () => {
    const { queues, table } = queuesOf();
    table.isWorkflowGone = true;
    await assert.rejects(queues.start(run, new AbortController().signal), { reason: 'not-found' });
  });
});
