import assert from 'node:assert/strict';
import { settled } from '../../support/fakesClock';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner } from '../../support/fakesRunner';
import { failingAt, prompts, steps, workflowWith } from './stepWorlds';

describe('A step that fails', () => {
  it('is sent again as often as it says, waiting twice as long each time', async () => {
    const world = fakeRunner();
    failingAt(world, 0, 1, 2);
    const id = await workflowWith(world, ['First', 'Second'], { 0: { retries: 3, retryDelay: 10 } });
    const runId = await world.started(id);
    const state = () => {
      const [run] = world.runner.active();
      return [world.server.exchanges.length, run?.phase, run?.retry?.count, run?.retry?.message];
    };
    const sentence = 'unreachable at 127.0.0.1:5001.';
    assert.deepEqual(state(), [1, 'retrying', 1, sentence]);
    assert.deepEqual(
      world.runs.stepsOf(runId).map(({ status, retryCount, errorMessage }) => [status, retryCount, errorMessage]),
      [
        ['retrying', 1, sentence],
        ['pending', 0, null],
      ],
    );
    await world.clock.advance(9999);
    assert.deepEqual(state(), [1, 'retrying', 1, sentence]);
    await world.clock.advance(1);
    assert.deepEqual(state(), [2, 'retrying', 2, sentence]);
    await world.clock.advance(20_000);
    assert.deepEqual(state(), [3, 'retrying', 3, sentence]);
    await world.clock.advance(40_000);
    await world.runner.ended(runId);
    assert.deepEqual(prompts(world), ['First', 'First', 'First', 'First', 'Second\n\nPrevious response:\n<3>']);
    assert.deepEqual(
      world.runs.stepsOf(runId).map(({ status, retryCount, errorMessage }) => [status, retryCount, errorMessage]),
      [
        ['completed', 3, null],
        ['completed', 0, null],
      ],
    );
    assert.equal(world.clock.waiting, 0);
  });

  it('fails for good after its last retry', async () => {
    const world = fakeRunner();
    failingAt(world, 0, 1);
    const id = await workflowWith(world, ['First', 'Second'], { 0: { retries: 1 } });
    const runId = await world.started(id);
    await world.clock.advance(2000);
    await world.runner.ended(runId);
    assert.deepEqual(steps(world, runId), ['A failed', 'B skipped']);
    assert.match(world.runs.stored.get(runId)?.errorMessage ?? '', /^Step 1 of 2, payload "A": unreachable/);
    assert.equal(world.runs.stepsOf(runId)[0]?.errorMessage, 'unreachable at 127.0.0.1:5001.');
  });

  for (const reason of ['unauthorized', 'context-exceeded'] as const) {
    it(`is not sent again because of ${reason}, which does not pass by itself`, async () => {
      const world = fakeRunner();
      const id = await workflowWith(world, ['First'], { 0: { retries: 5 } });
      const runId = await world.started(id);
      world.server.last.fail(reason);
      await world.runner.ended(runId);
      assert.equal(world.server.exchanges.length, 1);
    });
  }

  it('waits for a busy server without end and without counting that as retries', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    for (let round = 0; round < 20; round += 1) {
      world.server.last.fail('busy');
      await settled();
      assert.equal(world.runner.active()[0]?.retry?.isBusy, true);
      await world.clock.advance(40_000);
    }
    assert.equal(world.server.exchanges.length, 21);
    await world.server.last.begin();
    world.server.last.send('at last');
    world.server.last.end();
    await world.runner.ended(runId);
    assert.deepEqual(
      world.runs.responsesOf(runId).map(({ content }) => content),
      ['at last'],
    );
    assert.equal(world.runs.stepsOf(runId)[0]?.retryCount, 0);
  });

  it('can be stopped while it waits for its next try', async () => {
    const world = fakeRunner();
    failingAt(world, 0);
    const runId = await world.started(await workflowWith(world, ['First'], { 0: { retries: 1 } }));
    await world.runner.stop(runId);
    assert.deepEqual(steps(world, runId), ['A cancelled']);
    assert.equal(world.runs.stored.get(runId)?.status, 'cancelled');
    assert.equal(world.clock.waiting, 0);
    assert.equal(world.server.exchanges.length, 1);
  });

  it('keeps what a failed try has left beside the answer, and an empty one makes room for it', async () => {
    const world = fakeRunner();
    const id = await workflowWith(world, ['First', '>{{previous}}<'], { 0: { retries: 2, retryDelay: 0 } });
    const runId = await world.started(id);
    await world.server.last.begin({ server: 'One' });
    world.server.last.fail('ended-early');
    await settled();
    await world.clock.advance(0);
    await world.server.last.begin({ server: 'Two' });
    world.server.last.send('half');
    world.server.last.fail('ended-early');
    await settled();
    await world.clock.advance(0);
    await world.server.last.begin({ server: 'Three' });
    world.server.last.send('whole');
    world.server.last.end();
    await settled();
    assert.equal(world.server.last.prompt, '>whole<');
    assert.deepEqual(
      world.runs
        .responsesOf(runId)
        .map(({ id: response, content, partial, chosen, answerIndex, metadata }) => [
          ...[response, content, partial, chosen, answerIndex, metadata.server],
        ]),
      [
        [1, 'half', true, false, 0, 'Two'],
        [2, 'whole', false, true, 1, 'Three'],
      ],
    );
    await world.runner.stop(runId);
  });

  it('lets the run go on without its response where it says so', async () => {
    const world = fakeRunner();
    failingAt(world, 1);
    const id = await workflowWith(world, ['First', 'Second', 'Third'], { 1: { onFailure: 'continue' } });
    const runId = await world.runner.start(id);
    await world.runner.ended(runId);
    assert.equal(world.server.last.prompt, 'Third\n\nPrevious response:\n<0>');
    assert.deepEqual(steps(world, runId), ['A completed', 'B failed', 'C completed']);
    const run = world.runs.stored.get(runId);
    assert.equal(run?.status, 'completed');
    assert.match(run.errorMessage ?? '', /^Step 2 of 3, payload "B": unreachable/);
  });

  it('lets a later step fail that needs its response', async () => {
    const world = fakeRunner();
    failingAt(world, 0);
    const id = await workflowWith(world, ['First', '{{response:A}}'], { 0: { onFailure: 'continue' } });
    const runId = await world.runner.start(id);
    await world.runner.ended(runId);
    assert.deepEqual(steps(world, runId), ['A failed', 'B failed']);
    assert.match(
      world.runs.stored.get(runId)?.errorMessage ?? '',
      /^Step 2 of 2, payload "B": No step before this one gives a response of the payload "A"/,
    );
    assert.equal(world.server.exchanges.length, 1);
  });

  it('lets its default text stand for its response', async () => {
    const world = fakeRunner();
    failingAt(world, 0);
    const id = await workflowWith(world, ['First', '>{{previous}}<'], {
      0: { onFailure: 'default', defaultText: 'nothing' },
    });
    const runId = await world.runner.start(id);
    await world.runner.ended(runId);
    assert.equal(world.server.last.prompt, '>nothing<');
    assert.deepEqual(steps(world, runId), ['A failed', 'B completed']);
    assert.equal(world.runs.responsesOf(runId).length, 1);
  });

  it('ends the run whatever it says when the store fails', async () => {
    const world = fakeRunner();
    const id = await workflowWith(world, ['First', 'Second'], { 0: { onFailure: 'continue', retries: 3 } });
    world.failing((operation) => operation === 'finish response', new Error('no disk'));
    world.server.answer = answering(() => ['x']);
    const runId = await world.runner.start(id);
    await world.runner.ended(runId);
    assert.equal(world.server.exchanges.length, 1);
    assert.equal(world.runs.stored.get(runId)?.status, 'failed');
  });
});
