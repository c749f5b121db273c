import assert from 'node:assert/strict';
import { LOOK_AGAIN_MS } from '../../../../src/extension/engine/queue/endpointQueues';
import { RunStopped } from '../../../../src/extension/engine/runStopped';
import { settled } from '../../../support/fakesClock';
import { FakeQueueTable } from '../../../support/fakesQueues';
import { endpoint, queuesOf } from './queuesOf';

const other = { host: 'https://example.org/v1', port: 1 };

describe('EndpointQueues', () => {
  it('lets one step at a time begin at an endpoint of which nothing is known, and others elsewhere meanwhile', async () => {
    const { queues, ask, release, begun } = queuesOf();
    await ask('1a');
    await ask('2a');
    await ask('3a', other);
    assert.deepEqual(begun, ['1a', '3a']);
    assert.equal(await queues.position('1a'), undefined);
    assert.equal(await queues.position('2a'), 0);
    await release('1a');
    assert.deepEqual(begun, ['1a', '3a', '2a']);
  });

  it('takes different ways to write one address for one endpoint', async () => {
    const { ask, begun } = queuesOf();
    await ask('1a', { host: 'LocalHost', port: 5001 });
    await ask('2a', { host: 'http://localhost:5001/', port: 7 });
    assert.deepEqual(begun, ['1a']);
  });

  it('lets as many begin as the server has slots, also when that becomes known while they wait', async () => {
    const { queues, slots, ask, begun } = queuesOf();
    for (const step of ['1a', '2a', '3a', '4a']) await ask(step);
    assert.deepEqual(begun, ['1a']);
    slots.set(5001, 3);
    queues.look();
    await settled();
    assert.deepEqual(begun, ['1a', '2a', '3a']);
  });

  it('changes between runs, and goes on with the one that was served longest ago', async () => {
    const { ask, release, begun } = queuesOf();
    for (const step of ['1a', '1b', '1c', '2a', '2b', '3a']) await ask(step);
    for (const step of ['1a', '2a', '3a', '1b', '2b']) await release(step);
    assert.deepEqual(begun, ['1a', '2a', '3a', '1b', '2b', '1c']);
  });

  it('tells the place in the order in which turns will be taken', async () => {
    const { queues, ask } = queuesOf();
    for (const step of ['1a', '2a', '2b', '3a']) await ask(step);
    assert.deepEqual(await Promise.all(['2a', '2b', '3a', '9z'].map((step) => queues.position(step))), [
      0,
      2,
      1,
      undefined,
    ]);
  });

  it('gives a place back once, however often it is released', async () => {
    const { ask, release, begun } = queuesOf();
    for (const step of ['1a', '2a', '3a']) await ask(step);
    await release('1a');
    await release('1a');
    assert.deepEqual(begun, ['1a', '2a']);
  });

  it('needs one transaction for a step of a run that asks again as soon as it has released', async () => {
    const { queues, transactions } = queuesOf();
    const { signal } = new AbortController();
    for (const step of ['a', 'b', 'c']) {
      const lease = await queues.acquire({ endpoint, runId: 1, stepExecutionId: step }, signal);
      void lease.release();
    }
    await settled();
    assert.equal(transactions.operations.filter((operation) => operation === 'work').length, 4);
  });

  describe('a turn that is decided', () => {
    it('is told before it is stored, of a step that is added and of one that waited', async () => {
      const { transactions, ask, release, decided, begun } = queuesOf();
      let store: () => void = () => undefined;
      transactions.turn = (operation) =>
        operation === 'work answered' ? new Promise((resolve) => (store = resolve)) : Promise.resolve();
      await ask('1a');
      assert.deepEqual([decided, begun], [['1a'], []]);
      await ask('2a');
      store();
      await settled();
      store();
      await settled();
      assert.deepEqual([decided, begun], [['1a'], ['1a']]);
      void release('1a');
      await settled();
      assert.deepEqual([decided, begun], [['1a', '2a'], ['1a']]);
      store();
      await settled();
      assert.deepEqual(begun, ['1a', '2a']);
    });

    it('is told again where it could not be stored and comes once more', async () => {
      const { fail, ask, release, clock, decided, begun } = queuesOf();
      await ask('1a');
      await ask('2a');
      fail('full', (operation) => operation === 'work answered');
      await release('1a');
      assert.deepEqual([decided, begun], [['1a', '2a', 'not 2a'], ['1a']]);
      fail(undefined);
      await clock.advance(LOOK_AGAIN_MS);
      assert.deepEqual(
        [decided, begun],
        [
          ['1a', '2a', 'not 2a', '2a'],
          ['1a', '2a'],
        ],
      );
    });

    it('is lost to a step that could not be added', async () => {
      const { fail, ask, decided, ended } = queuesOf();
      fail('full', (operation) => operation === 'work answered');
      await ask('1a');
      assert.deepEqual([decided, ended], [['1a', 'not 1a'], ['1a full']]);
    });

    it('is not told to one that was stopped meanwhile', async () => {
      const { transactions, ask, stop, decided } = queuesOf();
      let work: () => void = () => undefined;
      transactions.turn = (operation) =>
        operation === 'work' ? new Promise((resolve) => (work = resolve)) : Promise.resolve();
      await ask('1a');
      await stop('1a');
      work();
      await settled();
      assert.deepEqual(decided, []);
    });
  });

  describe('stopping', () => {
    it('takes a waiting step out of the queue at once', async () => {
      const { queues, ask, stop, release, begun, ended } = queuesOf();
      for (const step of ['1a', '2a', '3a']) await ask(step);
      await stop('2a');
      assert.deepEqual(ended, ['2a stopped']);
      assert.equal((await queues.all())[0]?.tickets.length, 2);
      await release('1a');
      assert.deepEqual(begun, ['1a', '3a']);
    });

    it('asks for nothing when it was stopped before', async () => {
      const { queues, transactions } = queuesOf();
      await assert.rejects(
        queues.acquire({ endpoint, runId: 1, stepExecutionId: 'a' }, AbortSignal.abort()),
        RunStopped,
      );
      assert.deepEqual(transactions.operations, []);
    });

    it('leaves alone what has begun: whoever has the place gives it back', async () => {
      const { ask, stop, release, begun, ended } = queuesOf();
      await ask('1a');
      await ask('2a');
      await stop('1a');
      assert.deepEqual([begun, ended], [['1a'], []]);
      await release('1a');
      assert.deepEqual(begun, ['1a', '2a']);
    });
  });

  describe('what a person does', () => {
    it('lets waiting steps wait while a queue is paused, and those that run go on', async () => {
      const { queues, ask, release, begun } = queuesOf();
      await ask('1a');
      await ask('2a');
      await queues.pause(endpoint);
      await release('1a');
      await ask('3a');
      assert.deepEqual(begun, ['1a']);
      assert.deepEqual(
        (await queues.all()).map(({ status, tickets }) => [status, tickets.length]),
        [['paused', 2]],
      );
      await queues.resume(endpoint);
      await settled();
      assert.deepEqual(begun, ['1a', '2a']);
    });

    it('keeps a ticket where it was moved, also when its run is served', async () => {
      const { queues, ask, release, begun, idOf } = queuesOf();
      for (const step of ['1a', '2a', '3a', '1b']) await ask(step);
      await queues.move(await idOf('1b'), await idOf('2a'));
      assert.equal(await queues.position('1b'), 0);
      for (const step of ['1a', '1b', '2a']) await release(step);
      assert.deepEqual(begun, ['1a', '1b', '2a', '3a']);
    });

    it('puts a ticket at the end', async () => {
      const { queues, ask, idOf } = queuesOf();
      for (const step of ['1a', '2a', '3a']) await ask(step);
      await queues.move(await idOf('2a'));
      assert.equal(await queues.position('2a'), 1);
    });

    it('stops the steps that wait when a queue is cleared, and no others', async () => {
      const { queues, ask, release, begun, ended } = queuesOf();
      for (const step of ['1a', '2a', '3a']) await ask(step);
      await ask('4a', other);
      await ask('5a', other);
      await queues.clear(endpoint);
      await settled();
      assert.deepEqual(ended, ['2a stopped', '3a stopped']);
      await release('1a');
      await release('4a');
      assert.deepEqual(begun, ['1a', '4a', '5a']);
    });
  });

  describe('with several windows', () => {
    /** Two windows that hear of each other's commits. */
    function twoWindows() {
      const one = queuesOf(new FakeQueueTable(), 'one');
      const two = queuesOf(one.table, 'two');
      for (const [from, to] of [
        [one, two],
        [two, one],
      ] as const) {
        from.transactions.onDidChange((change) => {
          if (change !== 'everything') to.transactions.commit('everything');
        });
      }
      return { one, two };
    }

    it('lets them take turns in the order of both', async () => {
      const { one, two } = twoWindows();
      await one.ask('1a');
      await two.ask('2a');
      await one.ask('3a');
      await one.release('1a');
      assert.deepEqual([one.begun, two.begun], [['1a'], ['2a']]);
      await two.release('2a');
      assert.deepEqual([one.begun, two.begun], [['1a', '3a'], ['2a']]);
    });

    it('lets a window use what another one knows of the slots', async () => {
      const { one, two } = twoWindows();
      one.slots.set(5001, 2);
      await one.ask('1a');
      await two.ask('2a');
      assert.deepEqual(two.begun, ['2a']);
    });

    it('stops the steps of one window when the other clears the queue', async () => {
      const { one, two } = twoWindows();
      await one.ask('1a');
      await one.ask('2a');
      await two.queues.clear(endpoint);
      await settled();
      assert.deepEqual(one.ended, ['2a stopped']);
    });

    it('drops the tickets of a window that died, without being told', async () => {
      const { one, two } = twoWindows();
      await two.ask('2a');
      await two.ask('3a');
      await one.ask('1a');
      two.table.dead.add('two');
      await one.clock.advance(LOOK_AGAIN_MS - 1);
      assert.deepEqual(one.begun, []);
      await one.clock.advance(1);
      assert.deepEqual(one.begun, ['1a']);
    });

    it('looks again only while a step waits', async () => {
      const { clock, ask, release, transactions } = queuesOf();
      await ask('1a');
      await ask('2a');
      await release('1a');
      await clock.advance(LOOK_AGAIN_MS);
      const before = transactions.operations.length;
      await clock.advance(LOOK_AGAIN_MS * 100);
      assert.equal(transactions.operations.length, before);
      assert.equal(clock.waiting, 0);
    });
  });

  describe('when the store fails', () => {
    it('tells the step that could not be put into the queue, and goes on with others', async () => {
      const { ask, fail, begun, ended } = queuesOf();
      fail('busy');
      await ask('1a');
      fail(undefined);
      await ask('2a');
      assert.deepEqual([ended, begun], [['1a busy'], ['2a']]);
    });

    it('tells a step whose run has been deleted', async () => {
      const { table, ask, ended } = queuesOf();
      table.deleted.add('1a');
      await ask('1a');
      assert.deepEqual(ended, ['1a not-found']);
    });

    it('frees a place that it could not free when it was given back, as soon as it can', async () => {
      const { ask, release, fail, clock, begun } = queuesOf();
      await ask('1a');
      await ask('2a');
      fail('full');
      await release('1a');
      assert.deepEqual(begun, ['1a']);
      fail(undefined);
      await clock.advance(LOOK_AGAIN_MS);
      assert.deepEqual(begun, ['1a', '2a']);
    });

    it('lets a step begin whose turn was stored although the store said that it was not', async () => {
      const { ask, release, fail, clock, begun } = queuesOf();
      await ask('1a');
      await ask('2a');
      fail('failed', (operation) => operation === 'work answered');
      await release('1a');
      fail(undefined);
      await clock.advance(LOOK_AGAIN_MS);
      assert.deepEqual(begun, ['1a', '2a']);
      await release('2a');
      await ask('3a');
      assert.deepEqual(begun, ['1a', '2a', '3a']);
    });

    it('does not ask a store again that is closed', async () => {
      const { ask, fail, clock } = queuesOf();
      fail('closed');
      await ask('1a');
      assert.equal(clock.waiting, 0);
    });
  });

  it('tells of changes here and in other windows, and of nothing else', async () => {
    const { queues, ask, transactions } = queuesOf();
    let changes = 0;
    queues.onDidChange(() => changes++);
    await ask('1a');
    assert.equal(changes, 1);
    transactions.commit('everything');
    assert.equal(changes, 2);
    transactions.commit([{ entity: 'workflow', action: 'changed', id: 1 }]);
    assert.equal(changes, 2);
  });
});
