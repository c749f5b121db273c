import assert from 'node:assert/strict';
import type { GenerationRequest } from '../../../src/extension/domain/ports/modelServer';
import { HeadStart } from '../../../src/extension/engine/headStart';
import { FakeClock, settled } from '../../support/fakesClock';
import { FakeModelServer } from '../../support/fakesModelServer';
import { fakeRunner } from '../../support/fakesRunner';

const request = {
  messages: [{ role: 'user', content: 'Text' }],
  host: '127.0.0.1',
  settings: { port: 5001 },
} as unknown as GenerationRequest;

/** A request that may be sent ahead, and what whoever takes it over hears. */
function headStart() {
  const server = new FakeModelServer();
  const clock = new FakeClock();
  const world = { isAllowed: true };
  const ahead = new HeadStart(server, request, clock, () => world.isAllowed);
  const heard: string[] = [];
  const stopping = new AbortController();
  return {
    ...{ server, clock, world, ahead, heard, stopping },
    take: (asked = request) =>
      ahead.generate(
        asked,
        {
          started: ({ prompt }, sentAt) => void heard.push(`started ${prompt} ${sentAt}`),
          text: (piece) => void heard.push(piece),
          thinking: (piece) => void heard.push(`(${piece})`),
          textWasThinking: () => void heard.push('that was thinking'),
        },
        stopping.signal,
      ),
  };
}

describe('A request that is sent ahead', () => {
  it('is taken over with all that has come, in order, and when it left', async () => {
    const { server, clock, ahead, heard, take } = headStart();
    ahead.hasTurn();
    ahead.hasTurn();
    const sentAt = clock.now();
    const begun = server.last.begin();
    await clock.advance(7);
    server.last.send('a');
    server.last.textWasThinking();
    server.last.think('b');
    const end = take();
    await begun;
    server.last.send('c');
    server.last.end({ completionTokens: 3 });
    assert.deepEqual(await end, { finishReason: 'stop', completionTokens: 3 });
    assert.deepEqual(heard, [`started Text ${sentAt}`, 'a', 'that was thinking', '(b)', 'c']);
    assert.equal(server.exchanges.length, 1);
  });

  it('fails as it would have without, also before it is taken over', async () => {
    const { server, ahead, take } = headStart();
    ahead.hasTurn();
    server.last.fail('unreachable');
    await settled();
    await assert.rejects(take(), { reason: 'unreachable' });
  });

  it('is sent again for whoever asks once more, or for something else, or where it was not sent', async () => {
    const { server, ahead, take } = headStart();
    void take();
    ahead.hasTurn();
    void take({ ...request });
    void take();
    void take();
    await settled();
    assert.equal(server.exchanges.length, 4);
    assert.deepEqual(
      server.exchanges.map((exchange) => exchange.request === request),
      [true, true, false, true],
    );
  });

  it('stops with whoever has taken it over, also when that was stopped before', async () => {
    for (const isBefore of [true, false]) {
      const { server, ahead, stopping, take } = headStart();
      ahead.hasTurn();
      if (isBefore) stopping.abort();
      const end = take();
      stopping.abort();
      await assert.rejects(end, { reason: 'cancelled' });
      assert.equal(server.last.signal.aborted, true);
    }
  });

  it('stops when nobody will take it over, and is not sent any more', async () => {
    const { server, ahead, take } = headStart();
    ahead.hasTurn();
    ahead.leave();
    assert.equal(server.last.signal.aborted, true);
    ahead.hasTurn();
    assert.equal(server.exchanges.length, 1);
    void take();
    assert.equal(server.last.signal.aborted, false, 'whoever asks all the same is served as ever');
    await settled();
  });

  it('is left alone when it has been taken over', () => {
    const { server, ahead, take } = headStart();
    ahead.hasTurn();
    void take();
    ahead.lostTurn();
    ahead.leave();
    assert.equal(server.last.signal.aborted, false);
  });

  it('is taken back when its turn is lost, and sent again with the next', async () => {
    const { server, ahead, heard, take } = headStart();
    ahead.hasTurn();
    void server.last.begin();
    ahead.lostTurn();
    assert.equal(server.last.signal.aborted, true);
    ahead.hasTurn();
    void take();
    await server.last.begin();
    server.last.send('new');
    assert.deepEqual([server.exchanges.length, heard.length, heard[1]], [2, 2, 'new']);
  });

  it('is not sent in Restricted Mode', () => {
    const { server, world, ahead } = headStart();
    world.isAllowed = false;
    ahead.hasTurn();
    assert.equal(server.exchanges.length, 0);
  });
});

describe('A request', () => {
  it('of the first step leaves while the run is being stored, and nothing of it shows before', async () => {
    const world = fakeRunner();
    const store = world.hold('start run');
    const starting = world.runner.start(world.workflowOf('First'));
    await settled();
    const { last } = world.server;
    const sentAt = world.clock.now();
    void last.begin();
    await world.clock.advance(40);
    last.send('early');
    assert.deepEqual(world.events, []);
    assert.deepEqual(world.runner.active(), []);
    store();
    const runId = await starting;
    await settled();
    last.end();
    await world.runner.ended(runId);
    const [response] = world.runs.responsesOf(runId);
    assert.deepEqual([response?.content, response?.partial], ['early', false]);
    assert.equal(response?.metadata.durationMs, world.clock.now() - sentAt);
    assert.equal(world.server.exchanges.length, 1);
  });

  it('of each further step leaves while its turn is being stored, and closes when that fails', async () => {
    for (const error of [undefined, new Error('disk full')]) {
      const world = fakeRunner();
      const runId = await world.started(world.workflowOf('First', 'Second'));
      let stored: () => void = () => undefined;
      world.turns.storing = new Promise((resolve, reject) => {
        stored = () => {
          if (error) reject(error);
          else resolve();
        };
      });
      const [first] = world.server.exchanges;
      await first!.begin();
      first!.end();
      await settled();
      const { last } = world.server;
      assert.match(last.prompt, /^Second/);
      assert.equal(world.runner.active()[0]?.phase, 'queued');
      await last.begin();
      last.send('early');
      assert.equal(world.runs.responsesOf(runId).length, 1, 'nothing of it is stored');
      stored();
      await settled();
      assert.equal(last.signal.aborted, error !== undefined);
      if (!error) last.end();
      await world.runner.ended(runId);
      const contents = world.runs.responsesOf(runId).map(({ content }) => content);
      assert.deepEqual(contents, error ? [''] : ['', 'early']);
      assert.equal(world.runs.stored.get(runId)?.status, error ? 'failed' : 'completed');
      assert.equal(world.server.exchanges.length, 2);
    }
  });

  it('does not leave in Restricted Mode that has begun meanwhile', async () => {
    const world = fakeRunner();
    const load = world.hold('all payloads');
    const starting = world.runner.start(world.workflowOf('First'));
    await settled();
    world.world.isAllowed = false;
    load();
    await world.runner.ended(await starting);
    assert.equal(world.server.exchanges.length, 0);
  });
});
