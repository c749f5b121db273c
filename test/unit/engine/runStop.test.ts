import assert from 'node:assert/strict';
import { RunRefusedError } from '../../../src/extension/engine/runRefusedError';
import { STOP_LIMIT_MS } from '../../../src/extension/engine/stepRequest';
import { STOP_ALL_LIMIT_MS } from '../../../src/extension/engine/workflowRunner';
import { settled } from '../../support/fakesClock';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner, type FakeRunner } from '../../support/fakesRunner';

function responses(world: FakeRunner, runId: number) {
  return world.runs.responsesOf(runId).map(({ content, partial, finishReason }) => [content, partial, finishReason]);
}

describe('Stopping a run', () => {
  it('while it connects closes the connection and stores no response', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First', 'Second'));
    await world.runner.stop(runId);
    assert.equal(world.server.last.signal.aborted, true);
    assert.deepEqual(responses(world, runId), []);
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
    assert.equal(world.runs.stored.get(runId)?.errorMessage, null);
    assert.equal(world.server.exchanges.length, 1);
    assert.deepEqual(world.logged, []);
  });

  it('before its first step begins gives the place back that was taken with the run', async () => {
    for (const isFree of [true, false]) {
      const world = fakeRunner();
      world.turns.slots = 1;
      const workflowId = world.workflowOf('First');
      const other = isFree ? undefined : await world.started(workflowId);
      const told = world.runner.onDidChange((event) => {
        if (event.kind === 'started') void world.runner.stop(event.run.runId);
      });
      const runId = await world.runner.start(workflowId);
      await world.runner.ended(runId);
      await settled();
      assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
      assert.equal(world.turns.waitingCount, 0);
      assert.deepEqual([...world.turns.running.values()], [other === undefined ? 0 : 1]);
      told.dispose();
    }
  });

  it('before the first text keeps an empty response, marked as partial', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    await world.runner.stop(runId);
    assert.deepEqual(responses(world, runId), [['', true, 'cancelled']]);
  });

  it('while text arrives keeps all of it, marked as partial, and takes none that comes later', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First', 'Second'));
    const { last } = world.server;
    await last.begin();
    last.send('a', 'b');
    const stopped = world.runner.stop(runId);
    await settled();
    last.send('late');
    await stopped;
    assert.deepEqual(responses(world, runId), [['ab', true, 'cancelled']]);
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
    assert.deepEqual(world.story().slice(-2), ['responseEnded', 'ended cancelled']);
    assert.equal(world.clock.waiting, 0);
  });

  it('takes what the server still sends before it has stopped', async () => {
    const world = fakeRunner();
    world.server.ignoresStop = true;
    const runId = await world.started(world.workflowOf('First'));
    const { last } = world.server;
    await last.begin();
    last.send('a');
    const stopped = world.runner.stop(runId);
    last.send('b');
    last.fail('ended-early'); // what a closed connection may look like from inside
    await stopped;
    assert.deepEqual(responses(world, runId), [['ab', true, 'cancelled']]);
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
  });

  it('resolves when the end is stored, not before', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    const release = world.hold('finish run');
    let isStopped = false;
    const stopped = world.runner.stop(runId).then(() => (isStopped = true));
    await settled();
    assert.equal(isStopped, false);
    assert.equal(world.runner.active().length, 1);
    release();
    await stopped;
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
  });

  it('waits for a partial text that is being stored, so that it cannot overwrite the last', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    world.server.last.send('old');
    const release = world.hold('save partial');
    await world.clock.advance(1000);
    world.server.last.send(' new');
    const stopped = world.runner.stop(runId);
    await settled();
    assert.equal(world.transactions.operations.includes('finish response'), false);
    release();
    await stopped;
    assert.deepEqual(responses(world, runId), [['old new', true, 'cancelled']]);
  });

  it('while its response is being created keeps that response', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    const release = world.hold('start response');
    const begun = world.server.last.begin();
    await settled();
    const stopped = world.runner.stop(runId);
    await settled();
    release();
    await Promise.all([begun, stopped]);
    assert.deepEqual(responses(world, runId), [['', true, 'cancelled']]);
    assert.deepEqual(world.story().slice(-2), ['responseEnded', 'ended cancelled']);
  });

  it('between two steps sends no further request', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First', 'Second'));
    await world.server.last.begin();
    const release = world.hold('finish response');
    world.server.last.end();
    await settled();
    const stopped = world.runner.stop(runId);
    release();
    await stopped;
    assert.deepEqual(responses(world, runId), [['', false, 'stop']]);
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
    assert.equal(world.server.exchanges.length, 1);
  });

  it('after the last answer is complete leaves the run completed', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    const release = world.hold('finish response');
    world.server.last.end();
    await settled();
    const stopped = world.runner.stop(runId);
    release();
    await stopped;
    assert.equal(world.runs.stored.get(runId)?.status, 'completed');
  });

  it('twice, and after its end, is harmless', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await Promise.all([world.runner.stop(runId), world.runner.stop(runId)]);
    await world.runner.stop(runId);
    await world.runner.stop(12345);
    assert.equal(world.story().filter((event) => event.startsWith('ended')).length, 1);
  });

  it('is possible from a listener of its first event', async () => {
    const world = fakeRunner();
    let stopped: Promise<void> | undefined;
    world.runner.onDidChange((event) => {
      if (event.kind === 'started') {
        stopped = world.runner.stop(event.run.runId);
      }
    });
    const runId = await world.runner.start(world.workflowOf('First'));
    await stopped;
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
    assert.deepEqual(
      world.server.exchanges.map(({ signal }) => signal.aborted),
      [true],
    );
  });

  it('does not wait for ever for a server that does not stop', async () => {
    const world = fakeRunner();
    world.server.ignoresStop = true;
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    world.server.last.send('text');
    const stopped = world.runner.stop(runId);
    await world.clock.advance(STOP_LIMIT_MS - 1);
    assert.equal(world.runner.active().length, 1);
    await world.clock.advance(1);
    await stopped;
    world.server.last.send('late');
    world.server.last.fail('protocol');
    await settled();
    assert.deepEqual(responses(world, runId), [['text', true, 'cancelled']]);
  });

  it('from a listener, between the check and the request, closes the connection at once', async () => {
    const world = fakeRunner();
    world.runner.onDidChange((event) => {
      if (event.kind === 'progressed' && event.run.phase === 'connecting') {
        void world.runner.stop(event.run.runId);
      }
    });
    const runId = await world.runner.start(world.workflowOf('First'));
    await world.runner.ended(runId);
    assert.equal(world.server.last.signal.aborted, true);
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
  });

  it('counts as failed when what has arrived could not be stored', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    world.server.last.send('text');
    let fail: (error: Error) => void = () => undefined;
    const gate = new Promise<void>((_, reject) => (fail = reject));
    world.transactions.turn = (operation) => (operation === 'save partial' ? gate : Promise.resolve());
    await world.clock.advance(1000);
    const stopped = world.runner.stop(runId);
    await settled();
    fail(new Error('disk'));
    await stopped;
    assert.equal(world.runs.stored.get(runId)?.status, 'failed');
    assert.deepEqual(responses(world, runId), [['text', true, 'error']]);
  });

  it('leaves other runs alone', async () => {
    const world = fakeRunner();
    const workflowId = world.workflowOf('First');
    const one = await world.started(workflowId);
    const other = await world.started(workflowId);
    await world.runner.stop(one);
    await world.server.last.begin();
    world.server.last.send('text');
    world.server.last.end();
    await world.runner.ended(other);
    assert.deepEqual(
      [one, other].map((id) => world.runs.stored.get(id)?.status),
      ['cancelled', 'completed'],
    );
  });
});

describe('Stopping everything', () => {
  it('cancels every run and stores what has arrived', async () => {
    const world = fakeRunner();
    const workflowId = world.workflowOf('First');
    const one = await world.started(workflowId);
    await world.server.last.begin();
    world.server.last.send('text');
    const other = await world.started(workflowId);
    await world.runner.stopAll();
    assert.deepEqual(
      [one, other].map((id) => world.runs.stored.get(id)?.status),
      ['cancelled', 'cancelled'],
    );
    assert.deepEqual(responses(world, one), [['text', true, 'cancelled']]);
    assert.equal(world.clock.waiting, 0);
  });

  it('refuses a run that was still being checked', async () => {
    const world = fakeRunner();
    const release = world.hold('all payloads');
    const start = world.runner.start(world.workflowOf('First'));
    const stopped = world.runner.stopAll();
    release();
    await assert.rejects(start, RunRefusedError);
    await stopped;
    assert.equal(world.runs.stored.size, 0);
  });

  it('cancels a run that was just being stored', async () => {
    const world = fakeRunner();
    const release = world.hold('start run');
    const start = world.runner.start(world.workflowOf('First'));
    await settled();
    const stopped = world.runner.stopAll();
    assert.equal(world.server.last.signal.aborted, true, 'what was sent meanwhile is stopped at once');
    release();
    const runId = await start;
    await stopped;
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
    assert.equal(world.server.exchanges.length, 1);
  });

  it('takes no longer than its limit when the server or the store hangs', async () => {
    const world = fakeRunner();
    world.server.ignoresStop = true;
    await world.started(world.workflowOf('First'));
    let isStopped = false;
    const stopped = world.runner.stopAll().then(() => (isStopped = true));
    await world.clock.advance(STOP_ALL_LIMIT_MS - 1);
    assert.equal(isStopped, false);
    await world.clock.advance(1);
    await stopped;
  });

  it('lets later runs begin', async () => {
    const world = fakeRunner();
    world.server.answer = answering(() => ['ok']);
    await world.runner.stopAll();
    const runId = await world.runner.start(world.workflowOf('First'));
    await world.runner.ended(runId);
    assert.equal(world.runs.stored.get(runId)?.status, 'completed');
  });
});
