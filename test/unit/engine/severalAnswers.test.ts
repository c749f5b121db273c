import assert from 'node:assert/strict';
import { settled } from '../../support/fakesClock';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner, type FakeRunner } from '../../support/fakesRunner';
import { prompts, steps, workflowWith } from './stepWorlds';

/** A run of a step with three answers and one after it, at an endpoint with so many slots. */
async function threeAnswers(slots: number, settings: object = {}) {
  const world = fakeRunner();
  world.turns.slots = slots;
  const id = await workflowWith(world, ['First', '>{{previous}}<'], { 0: { answers: 3, ...settings } });
  return { world, id, runId: await world.started(id) };
}

function answers(world: FakeRunner, runId: number): readonly unknown[] {
  return world.runs
    .responsesOf(runId)
    .filter(({ stepIndex }) => stepIndex === 0)
    .map(({ content, answerIndex, chosen, partial }) => [
      answerIndex,
      `${content}${partial ? '…' : ''}${chosen ? ' flows on' : ''}`,
    ]);
}

describe('Several answers of a step', () => {
  it('are asked for at the same time, as many as the endpoint has slots', async () => {
    const { world, runId } = await threeAnswers(2);
    assert.equal(world.server.exchanges.length, 2);
    const [first, second] = world.server.exchanges;
    await second!.begin();
    second!.end();
    await settled();
    assert.equal(world.server.exchanges.length, 3);
    await world.server.last.begin();
    world.server.last.end();
    await settled();
    assert.equal(world.server.exchanges.length, 3, 'the next step waits for all of them');
    await first!.begin();
    first!.end();
    await settled();
    assert.equal(world.server.exchanges.length, 4);
    await world.runner.stop(runId);
  });

  it('keep their places and let the first flow on, in whatever order they come', async () => {
    const { world, runId } = await threeAnswers(3);
    const [one, two, three] = world.server.exchanges;
    for (const [index, exchange] of [three!, one!, two!].entries()) {
      await exchange.begin();
      exchange.send(`<${index}>`);
    }
    assert.deepEqual(
      [1, 2, 3].map((id) => world.runner.liveText(id)),
      ['<0>', '<1>', '<2>'],
      'each is shown while it is written',
    );
    for (const exchange of [two!, three!, one!]) {
      exchange.end();
      await settled();
    }
    assert.deepEqual(answers(world, runId), [
      [0, '<1>'],
      [1, '<2>'],
      [2, '<0> flows on'],
    ]);
    await world.runner.stop(runId);
  });

  it('are all stopped together, with what has arrived of each', async () => {
    const { world, runId } = await threeAnswers(2);
    for (const [index, exchange] of world.server.exchanges.entries()) {
      await exchange.begin();
      exchange.send(`part ${index}`);
    }
    await world.runner.stop(runId);
    assert.deepEqual(answers(world, runId), [
      [0, 'part 0… flows on'],
      [1, 'part 1…'],
    ]);
    assert.ok(world.server.exchanges.every(({ signal }) => signal.aborted));
    assert.deepEqual(steps(world, runId), ['A cancelled', 'B skipped']);
    assert.deepEqual([...world.turns.running.values()], [0]);
    assert.equal(world.turns.waitingCount, 0);
  });

  it('are sent again each by itself, in the place that is theirs', async () => {
    const { world, runId } = await threeAnswers(3, { retries: 1, retryDelay: 1 });
    const [one, two, three] = world.server.exchanges;
    await one!.begin();
    await two!.begin();
    two!.send('broken off');
    two!.fail('ended-early');
    three!.fail('unreachable');
    await settled();
    assert.deepEqual(steps(world, runId), ['A retrying', 'B pending']);
    assert.equal(world.runner.active()[0]?.phase, 'waiting', 'one of them is not concerned');
    one!.send('one');
    one!.end();
    await settled();
    assert.equal(world.runner.active()[0]?.phase, 'retrying');
    await world.clock.advance(1000);
    const [, , , last, again] = world.server.exchanges;
    for (const [exchange, text] of [
      [last!, 'three'],
      [again!, 'two'],
    ] as const) {
      await exchange.begin();
      exchange.send(text);
      exchange.end();
    }
    await settled();
    assert.deepEqual(answers(world, runId), [
      [0, 'one flows on'],
      [1, 'broken off…'],
      [2, 'three'],
      [3, 'two'],
    ]);
    assert.equal(world.server.last.prompt, '>one<');
    assert.equal(world.runs.stepsOf(runId)[0]?.retryCount, 2);
    assert.deepEqual(steps(world, runId), ['A completed', 'B running']);
    await world.runner.stop(runId);
  });

  it('end well where they have begun when one cannot be had, and are not begun after that', async () => {
    const { world, runId } = await threeAnswers(2);
    const [one, two] = world.server.exchanges;
    await two!.begin();
    one!.fail('unauthorized');
    await settled();
    two!.send('whole');
    two!.end();
    await world.runner.ended(runId);
    assert.equal(world.server.exchanges.length, 2);
    assert.deepEqual(answers(world, runId), [[1, 'whole flows on']]);
    assert.deepEqual(steps(world, runId), ['A failed', 'B skipped']);
    assert.match(world.runs.stored.get(runId)?.errorMessage ?? '', /unauthorized/);
  });

  it('all end when the store does not take one of them', async () => {
    const { world, runId } = await threeAnswers(3);
    const [one, two] = world.server.exchanges;
    await two!.begin();
    world.failing((operation) => operation === 'start response', new Error('disk full'));
    await one!.begin();
    await world.runner.ended(runId);
    assert.ok(world.server.exchanges.every(({ signal }) => signal.aborted));
    assert.equal(world.runs.stored.get(runId)?.status, 'failed');
    assert.equal(world.runs.stepsOf(runId)[0]?.status, 'failed');
  });

  it('that are missing are all that a resumed run asks for', async () => {
    const { world, id, runId } = await threeAnswers(3);
    const [one, two, three] = world.server.exchanges;
    await one!.begin();
    one!.send('half');
    for (const exchange of [two!, three!]) {
      await exchange.begin();
      exchange.send(exchange === two ? 'two' : 'three');
    }
    two!.end();
    await settled();
    await world.runner.stop(runId);
    assert.deepEqual(answers(world, runId), [
      [0, 'half…'],
      [1, 'two flows on'],
      [2, 'three…'],
    ]);
    world.server.exchanges.length = 0;
    world.server.answer = answering((_, index) => [`new ${index}`]);
    const resumed = await world.runner.start(id, { steps: { kind: 'unfinished' }, sourceRunId: runId });
    await world.runner.ended(resumed);
    assert.deepEqual(prompts(world), ['First', 'First', '>two<']);
    assert.deepEqual(answers(world, resumed), [
      [0, 'new 0'],
      [1, 'two flows on'],
      [2, 'new 1'],
    ]);
    assert.deepEqual(steps(world, resumed), ['A completed', 'B completed']);
    assert.equal(world.runs.stored.get(resumed)?.sourceRunId, runId);
    assert.deepEqual(
      (await world.runner.freshness(resumed)).map(({ state }) => state),
      ['fresh', 'fresh'],
    );
  });

  it('are all asked for again where the step would be given something else', async () => {
    const { world, id, runId } = await threeAnswers(1);
    await world.server.last.begin();
    world.server.last.send('old');
    world.server.last.end();
    await settled();
    await world.runner.stop(runId);
    world.server.exchanges.length = 0;
    world.server.answer = answering(() => ['new']);
    const [block] = [...world.blocks.stored.values()];
    world.blocks.stored.set(block!.id, { ...block!, content: 'Changed' });
    const resumed = await world.runner.start(id, { steps: { kind: 'unfinished' }, sourceRunId: runId });
    await world.runner.ended(resumed);
    assert.deepEqual(prompts(world), ['Changed', 'Changed', 'Changed', '>new<']);
  });
});
