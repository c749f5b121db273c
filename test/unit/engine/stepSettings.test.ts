import assert from 'node:assert/strict';
import { settled } from '../../support/fakesClock';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner } from '../../support/fakesRunner';
import { failingAt, prompts, steps, workflowWith } from './stepWorlds';

describe('A step', () => {
  it('that is switched off is left out as if it did not stand there', async () => {
    const world = fakeRunner();
    world.server.answer = answering((_, index) => [`<${index}>`]);
    const id = await workflowWith(world, ['First', 'Second', '>{{previous}}<'], { 1: { enabled: false } });
    const runId = await world.runner.start(id);
    await world.runner.ended(runId);
    assert.deepEqual(prompts(world), ['First', '><0><']);
    assert.deepEqual(steps(world, runId), ['A completed', 'C completed']);
    assert.equal(world.runs.stored.get(runId)?.stepCount, 2);
  });

  it('cannot run when all are switched off', async () => {
    const world = fakeRunner();
    const id = await workflowWith(world, ['First'], { 0: { enabled: false } });
    await assert.rejects(world.runner.start(id), /All steps of the workflow "Workflow" are switched off/);
  });

  it('goes by its own name, flow and limits', async () => {
    const world = fakeRunner();
    world.server.answer = answering((_, index) => [`<${index}>`]);
    const limits = { connect: 3, firstByte: null, silence: 0 };
    const id = await workflowWith(world, ['First', 'Second', 'Third'], {
      1: { name: 'Review', flow: 'none', limits },
    });
    const runId = await world.runner.start(id);
    await world.runner.ended(runId);
    assert.deepEqual(prompts(world), ['First', 'Second', 'Third\n\nPrevious response:\n<1>']);
    assert.deepEqual(steps(world, runId), ['A completed', 'Review completed', 'C completed']);
    assert.deepEqual(
      world.server.exchanges.map(({ request }) => request.limits),
      [undefined, limits, undefined],
    );
  });

  it('has its input and its place stored', async () => {
    const world = fakeRunner();
    world.server.answer = answering(() => ['x']);
    const id = world.workflowOf('First', 'Second');
    const runId = await world.runner.start(id);
    await world.runner.ended(runId);
    assert.deepEqual(
      world.runs.stepsOf(runId).map(({ stepId }) => stepId),
      world.workflows.stored.get(id)?.steps.map((step) => step.id),
    );
    const inputs = world.runs.stepsOf(runId).map((step) => world.runs.inputs.get(step.id) ?? '');
    assert.ok(inputs.every((input) => JSON.parse(input) !== null));
    assert.ok(!inputs.join().includes('First'), 'texts are kept as hashes');
  });

  describe('with several answers', () => {
    it('asks for one after the other where there is one slot, keeps them side by side, and lets the first flow on', async () => {
      const world = fakeRunner();
      world.turns.slots = 1;
      world.server.answer = answering((_, index) => [`<${index}>`]);
      const id = await workflowWith(world, ['First', '>{{previous}}<'], { 0: { answers: 3 } });
      const runId = await world.runner.start(id);
      await world.runner.ended(runId);
      assert.deepEqual(prompts(world), ['First', 'First', 'First', '><0><']);
      assert.deepEqual(
        world.runs.responsesOf(runId).map(({ content, answerIndex, chosen }) => [content, answerIndex, chosen]),
        [
          ['<0>', 0, true],
          ['<1>', 1, false],
          ['<2>', 2, false],
          ['<3>', 0, true],
        ],
      );
      assert.deepEqual(steps(world, runId), ['A completed', 'B completed']);
    });

    it('lets the one flow on that was chosen meanwhile', async () => {
      const world = fakeRunner();
      world.turns.slots = 1;
      const id = await workflowWith(world, ['First', '>{{previous}}<'], { 0: { answers: 3 } });
      world.server.answer = async (exchange, index) => {
        if (index === 2) {
          await world.runs.choose(2);
        }
        await answering((_, place) => [`<${place}>`])(exchange, index);
      };
      const runId = await world.runner.start(id);
      await world.runner.ended(runId);
      assert.equal(world.server.last.prompt, '><1><');
    });

    it('keeps those it has when one cannot be had, and lets them flow on where it goes on', async () => {
      for (const onFailure of ['stop', 'continue'] as const) {
        const world = fakeRunner();
        world.turns.slots = 1;
        failingAt(world, 1);
        const id = await workflowWith(world, ['First', '>{{previous}}<'], { 0: { answers: 3, onFailure } });
        const runId = await world.runner.start(id);
        await world.runner.ended(runId);
        assert.equal(world.runs.stepsOf(runId)[0]?.status, 'failed');
        assert.deepEqual(prompts(world), onFailure === 'stop' ? ['First', 'First'] : ['First', 'First', '><0><']);
      }
    });

    it('tells which of them is asked for', async () => {
      const world = fakeRunner();
      world.turns.slots = 1;
      const id = await workflowWith(world, ['First'], { 0: { answers: 2 } });
      const runId = await world.started(id);
      const state = () => world.runner.active().map(({ answerIndex, answerCount }) => [answerIndex, answerCount]);
      assert.deepEqual(state(), [[0, 2]]);
      await world.server.last.begin();
      world.server.last.end();
      await settled();
      assert.deepEqual(state(), [[1, 2]]);
      await world.runner.stop(runId);
    });
  });

  describe('that thinks', () => {
    it('has its thinking stored apart, shown live, and never lets it flow on', async () => {
      const world = fakeRunner();
      const runId = await world.started(world.workflowOf('First', '>{{previous}}<'));
      const { last } = world.server;
      await last.begin();
      await world.clock.advance(100);
      last.think('Hm', 'm.');
      assert.equal(world.runner.active()[0]?.phase, 'thinking');
      assert.deepEqual([world.runner.liveText(1), world.runner.liveThinking(1)], ['', 'Hmm.']);
      await world.clock.advance(1000);
      assert.equal(world.runs.responsesOf(runId)[0]?.thinking, 'Hmm.');
      last.send('Yes');
      assert.equal(world.runner.active()[0]?.phase, 'writing');
      last.end();
      await settled();
      assert.equal(world.server.last.prompt, '>Yes<');
      const [response] = world.runs.responsesOf(runId);
      assert.deepEqual([response?.content, response?.thinking], ['Yes', 'Hmm.']);
      assert.equal(response?.metadata.timeToFirstTokenMs, 100, 'the first token is one of the thinking');
      await world.runner.stop(runId);
    });

    it('has text moved into its thinking when that turns out to have been some', async () => {
      const world = fakeRunner();
      const runId = await world.started(world.workflowOf('First'));
      const { last } = world.server;
      await last.begin();
      last.send('Let me see.');
      last.textWasThinking();
      last.send('Four.');
      last.end();
      await world.runner.ended(runId);
      const [response] = world.runs.responsesOf(runId);
      assert.deepEqual([response?.content, response?.thinking], ['Four.', 'Let me see.']);
    });
  });

  describe('at an endpoint with one slot', () => {
    it('waits for its turn, and says so', async () => {
      const world = fakeRunner();
      world.turns.slots = 1;
      const id = world.workflowOf('First');
      const [one, other] = [await world.started(id), await world.started(id)];
      assert.deepEqual(
        world.runner.active().map(({ phase }) => phase),
        ['connecting', 'queued'],
      );
      assert.deepEqual([...steps(world, one), ...steps(world, other)], ['A running', 'A queued']);
      assert.equal(world.server.exchanges.length, 1);
      world.server.last.fail('unreachable');
      await world.runner.ended(one);
      await settled();
      assert.equal(world.server.exchanges.length, 2);
      await world.runner.stop(other);
      assert.deepEqual([...world.turns.running.values()], [0]);
    });

    it('gives its place away while it waits for its next try', async () => {
      const world = fakeRunner();
      world.turns.slots = 1;
      const id = world.workflowOf('First');
      const [one, other] = [await world.started(id), await world.started(id)];
      world.server.last.fail('busy');
      await settled();
      assert.equal(world.server.exchanges.length, 2);
      assert.deepEqual([...steps(world, one), ...steps(world, other)], ['A retrying', 'A running']);
      await world.clock.advance(1000);
      assert.deepEqual([...steps(world, one), ...steps(world, other)], ['A queued', 'A running']);
      await world.runner.stopAll();
    });

    it('ends its run as cancelled when the queue is cleared', async () => {
      const world = fakeRunner();
      world.turns.slots = 1;
      const id = world.workflowOf('First');
      const [one, other] = [await world.started(id), await world.started(id)];
      world.turns.clear();
      await world.runner.ended(other);
      assert.equal(world.runs.stored.get(other)?.status, 'cancelled');
      assert.deepEqual(steps(world, other), ['A cancelled']);
      assert.equal(world.server.exchanges.length, 1);
      await world.runner.stop(one);
    });
  });

  it('is sent to another endpoint where the run says so, its protocol found out anew', async () => {
    const world = fakeRunner();
    world.server.answer = answering(() => ['x']);
    const block = world.blocks.add({ content: 'x' });
    const own = world.payloads.add('Own', [block.id], { host: 'box', port: 6001, provider: 'ollama', model: 'm' });
    const workflow = world.workflows.add('W', [own.id]);
    const runId = await world.runner.start(workflow.id, { endpoint: { host: 'other', port: 7001 } });
    await world.runner.ended(runId);
    const { host, settings } = world.server.last.request;
    assert.deepEqual([host, settings.port, settings.provider, settings.model], ['other', 7001, null, 'm']);
    const [response] = world.runs.responsesOf(runId);
    assert.deepEqual([response?.metadata.host, response?.metadata.port], ['other', 7001]);
  });

  it('keeps what the server says of its honesty', async () => {
    const world = fakeRunner();
    const block = world.blocks.add({ content: 'x' });
    const own = world.payloads.add('Own', [block.id], { model: 'wished' });
    const runId = await world.started(world.workflows.add('W', [own.id]).id);
    await world.server.last.begin({ contextSize: 4096, sentTokens: 5000, ignoredSettings: ['minP'], model: 'loaded' });
    world.server.last.end({ stopString: 'END', truncated: true, promptTokens: 4000, disregardedSettings: ['seed'] });
    await world.runner.ended(runId);
    const { contextSize, sentTokens, ignoredSettings, model, requestedModel, stopString, truncated, ...rest } =
      world.runs.responsesOf(runId)[0]!.metadata;
    assert.deepEqual(rest.disregardedSettings, ['seed']);
    assert.deepEqual(
      [contextSize, sentTokens, ignoredSettings, model, requestedModel, stopString, truncated],
      [4096, 5000, ['minP'], 'loaded', 'wished', 'END', true],
    );
  });
});
