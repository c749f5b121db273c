import assert from 'node:assert/strict';
import type { GenerationErrorReason } from '../../../src/extension/domain/ports/modelServer';
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import { STOP_LIMIT_MS } from '../../../src/extension/engine/stepRequest';
import { text } from '../../../src/shared/model/text';
import { settled } from '../../support/fakesClock';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner, type FakeRunner } from '../../support/fakesRunner';
import { failingAt, workflowWith } from './stepWorlds';

const everyReason: Record<GenerationErrorReason, true> = {
  ...{ unreachable: true, 'unknown-host': true, 'connect-timeout': true, 'silence-timeout': true, http: true },
  ...{ unauthorized: true, busy: true, 'context-exceeded': true, 'ended-early': true, protocol: true },
  ...{ unrecognised: true, cancelled: true },
};

/** How a run stands in the store, and how its end was told. */
function ending(world: FakeRunner, runId: number) {
  const run = world.runs.stored.get(runId);
  const told = world.events.find((event) => event.kind === 'ended' && event.runId === runId);
  return {
    status: run?.status,
    message: run?.errorMessage,
    told: told?.kind === 'ended' ? [told.status, told.errorMessage] : undefined,
    responses: world.runs
      .responsesOf(runId)
      .map(({ content, partial, finishReason }) => [content, partial, finishReason]),
  };
}

describe('A run that fails', () => {
  const final = (Object.keys(everyReason) as GenerationErrorReason[]).filter((reason) => reason !== 'busy');
  for (const reason of final) {
    it(`keeps what has arrived and says where, when the server fails with ${reason}`, async () => {
      const world = fakeRunner();
      const runId = await world.started(world.workflowOf('First', 'Second', 'Third'));
      await world.server.last.begin();
      world.server.last.send('all');
      world.server.last.end();
      await settled();
      await world.server.last.begin();
      world.server.last.send('par', 'tial');
      world.server.last.fail(reason);
      await world.runner.ended(runId);
      const message = `Step 2 of 3, payload "B": ${reason} at 127.0.0.1:5001.`;
      assert.deepEqual(ending(world, runId), {
        status: 'failed',
        message,
        told: ['failed', message],
        responses: [
          ['all', false, 'stop'],
          ['partial', true, 'error'],
        ],
      });
      assert.equal(world.server.exchanges.length, 2);
      assert.equal(world.logged.length, 1);
    });
  }

  it('says so when there is no response yet, and stores none', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    world.server.last.fail('unreachable');
    await world.runner.ended(runId);
    const message = 'Step 1 of 1, payload "A": unreachable at 127.0.0.1:5001.';
    assert.deepEqual(ending(world, runId), { status: 'failed', message, told: ['failed', message], responses: [] });
  });

  it('says that something unexpected happened, and writes the cause into the log', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    world.server.last.fail(new TypeError('x is undefined', { cause: new Error('deep') }));
    await world.runner.ended(runId);
    assert.match(ending(world, runId).message ?? '', /payload "A": .*x is undefined.*The log has the details\.$/);
    assert.match(world.logged.join('\n'), /TypeError: x is undefined[\s\S]*caused by Error: deep/);
  });

  it('when the server ends without having begun', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    world.server.last.end();
    await world.runner.ended(runId);
    assert.equal(ending(world, runId).status, 'failed');
  });

  it('when an empty answer leaves the next payload without text', async () => {
    const world = fakeRunner();
    world.server.answer = answering(() => []);
    const runId = await world.runner.start(world.workflowOf('First', '{{previous}}'));
    await world.runner.ended(runId);
    assert.match(ending(world, runId).message ?? '', /^Step 2 of 2, payload "B": .*no text to send/);
    assert.equal(world.server.exchanges.length, 1);
  });

  it('when the workspace is no longer trusted before a later step', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First', 'Second'));
    await world.server.last.begin();
    world.world.isAllowed = false;
    world.server.last.end();
    await world.runner.ended(runId);
    assert.match(ending(world, runId).message ?? '', /^Step 2 of 2, payload "B": .*Restricted Mode/);
    assert.equal(world.server.exchanges.length, 1);
  });

  describe('because of the store', () => {
    const failure = new StoreError('full', text('The disk is full.'));
    const sentence = 'Step 1 of 2, payload "A": The disk is full.';

    it('rejects the start when the run cannot be stored, and stops what it has sent meanwhile', async () => {
      const world = fakeRunner();
      world.failing((operation) => operation === 'start run', failure);
      await assert.rejects(world.runner.start(world.workflowOf('First', 'Second')), failure);
      assert.deepEqual(world.runner.active(), []);
      assert.equal(world.server.exchanges.length, 1);
      assert.equal(world.server.last.signal.aborted, true);
      assert.deepEqual(world.events, []);
    });

    it('closes the connection when the response cannot be created', async () => {
      const world = fakeRunner();
      world.failing((operation) => operation === 'start response', failure);
      const runId = await world.started(world.workflowOf('First', 'Second'));
      await world.server.last.begin();
      await world.runner.ended(runId);
      assert.equal(world.server.last.signal.aborted, true);
      assert.deepEqual(ending(world, runId), {
        status: 'failed',
        message: sentence,
        told: ['failed', sentence],
        responses: [],
      });
      assert.match(world.logged.join(), /The disk is full/);
    });

    it('closes the connection when a partial text cannot be stored, and tries once more to keep it', async () => {
      const world = fakeRunner();
      world.failing((operation) => operation === 'save partial', failure);
      const runId = await world.started(world.workflowOf('First', 'Second'));
      await world.server.last.begin();
      world.server.last.send('text');
      await world.clock.advance(1000);
      await world.runner.ended(runId);
      assert.equal(world.server.last.signal.aborted, true);
      assert.deepEqual(ending(world, runId), {
        status: 'failed',
        message: sentence,
        told: ['failed', sentence],
        responses: [['text', true, 'error']],
      });
    });

    it('keeps the text in memory when it cannot be stored at the end', async () => {
      const world = fakeRunner();
      world.failing((operation) => operation === 'finish response', failure);
      world.server.answer = answering(() => ['text']);
      const runId = await world.runner.start(world.workflowOf('First', 'Second'));
      await world.runner.ended(runId);
      assert.deepEqual(ending(world, runId).told, ['failed', sentence]);
      assert.equal(world.runner.liveText(1), 'text');
      assert.equal(world.story().includes('responseEnded'), false);
      assert.equal(world.server.exchanges.length, 1);
    });

    it('tells the first of two failures of the store', async () => {
      const world = fakeRunner();
      world.transactions.turn = (operation) =>
        operation === 'save partial' || operation === 'finish response'
          ? Promise.reject(new StoreError('busy', text('{0} failed.', operation)))
          : Promise.resolve();
      const runId = await world.started(world.workflowOf('First'));
      await world.server.last.begin();
      world.server.last.send('text');
      await world.clock.advance(1000);
      await world.runner.ended(runId);
      assert.deepEqual(ending(world, runId).told, ['failed', 'Step 1 of 1, payload "A": save partial failed.']);
    });

    it('ends as failed when its last answer, with which it was to end, cannot be stored', async () => {
      const world = fakeRunner();
      world.failing((operation) => operation === 'finish response', failure);
      world.server.answer = answering(() => ['text']);
      const runId = await world.runner.start(world.workflowOf('First'));
      await world.runner.ended(runId);
      const { status, told } = ending(world, runId);
      assert.deepEqual([status, told], ['failed', ['failed', 'Step 1 of 1, payload "A": The disk is full.']]);
      assert.equal(world.runner.liveText(1), 'text');
    });

    it('tells of the failure when only the end of the run cannot be stored', async () => {
      const world = fakeRunner();
      world.failing((operation) => operation === 'finish run', failure);
      failingAt(world, 0);
      const id = await workflowWith(world, ['First'], { 0: { onFailure: 'continue' } });
      const runId = await world.runner.start(id);
      await world.runner.ended(runId);
      assert.deepEqual(ending(world, runId).told, ['failed', 'Step 1 of 1, payload "A": The disk is full.']);
      assert.deepEqual(world.runner.active(), []);
      assert.match(world.logged.join(), /The disk is full/);
    });

    it('tells the first failure when storing the end fails as well', async () => {
      const world = fakeRunner();
      world.failing((operation) => operation === 'finish run', failure);
      const runId = await world.started(world.workflowOf('First'));
      world.server.last.fail('unreachable');
      await world.runner.ended(runId);
      assert.deepEqual(ending(world, runId).told, [
        'failed',
        'Step 1 of 1, payload "A": unreachable at 127.0.0.1:5001.',
      ]);
      assert.equal(world.logged.length, 2);
    });

    it('does not wait for ever for a server that goes on after the connection was closed', async () => {
      const world = fakeRunner();
      world.server.ignoresStop = true;
      world.failing((operation) => operation === 'start response', failure);
      const runId = await world.started(world.workflowOf('First', 'Second'));
      await world.server.last.begin();
      await world.clock.advance(STOP_LIMIT_MS);
      await world.runner.ended(runId);
      assert.deepEqual(ending(world, runId).told, ['failed', sentence]);
    });
  });

  for (const moment of ['before the response', 'while text arrives'] as const) {
    it(`ends as if it had been stopped when it is deleted ${moment}`, async () => {
      const world = fakeRunner();
      const runId = await world.started(world.workflowOf('First', 'Second'));
      if (moment === 'before the response') {
        await world.runs.delete([runId]);
        await world.server.last.begin();
      } else {
        await world.server.last.begin();
        world.server.last.send('text');
        await world.runs.delete([runId]);
      }
      await world.runner.ended(runId);
      assert.ok(world.server.last.signal.aborted, 'the server need not go on');
      assert.equal(world.runner.liveText(1), undefined);
      assert.deepEqual(world.runner.active(), []);
      assert.equal(world.runs.stored.size, 0);
      assert.deepEqual(ending(world, runId).told, ['cancelled', undefined]);
      assert.deepEqual(world.logged, []);
      assert.equal(world.server.exchanges.length, 1);
    });
  }

  it('ends as if it had been stopped when another window deletes it, even if the server says nothing', async () => {
    const world = fakeRunner();
    const [deleted, kept] = [
      await world.started(world.workflowOf('First')),
      await world.started(world.workflowOf('Other')),
    ];
    const [one, other] = world.server.exchanges;
    await one!.begin();
    one!.send('text');
    await other!.begin();
    world.runs.stored.delete(deleted);
    world.runs.storedResponses.delete(1);
    world.transactions.commit('everything');
    await world.runner.ended(deleted);
    assert.deepEqual([one!.signal.aborted, other!.signal.aborted], [true, false]);
    assert.deepEqual(ending(world, deleted).told, ['cancelled', undefined]);
    assert.deepEqual(world.logged, []);
    assert.equal(world.runs.storedResponses.size, 1, 'nothing is written of what is gone');
    other!.end();
    await world.runner.ended(kept);
    assert.equal(world.runs.stored.get(kept)?.status, 'completed');
  });

  it('goes on when the store cannot say whether it has been deleted', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    world.failing((operation) => operation === 'get run', new Error('The disk is gone.'));
    world.transactions.commit('everything');
    await settled();
    assert.equal(world.server.last.signal.aborted, false);
    world.server.last.end();
    await world.runner.ended(runId);
    assert.equal(world.runs.stored.get(runId)?.status, 'completed');
  });
});
