import assert from 'node:assert/strict';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner } from '../../support/fakesRunner';
import { answeringWorld, asked, failingSecond, refusal, run, stepAt, steps, texts } from './rerunWorlds';

/** Three steps, each using the one before. */
const chain = ['one', '{{A}} two', '{{B}} three'];

describe('A run from a step', () => {
  it('takes over the responses before it and executes it and those after it', async () => {
    const world = answeringWorld();
    const id = world.workflowOf(...chain);
    const first = await run(world, id);
    asked(world);
    await world.blocks.update(2, { content: '{{A}} TWO' });
    const second = await run(world, id, { steps: { kind: 'from', stepId: stepAt(world, id, 1) } });
    assert.deepEqual(asked(world), ['(one) TWO', '((one) TWO) three']);
    assert.equal(steps(world, second), 'A reused, B completed, C completed');
    assert.deepEqual(texts(world, second), ['(one)', '((one) TWO)', '(((one) TWO) three)']);
    assert.deepEqual(
      world.runs.responsesOf(second).map(({ reusedFrom }) => reusedFrom),
      [1, null, null],
    );
    assert.equal(world.runs.stored.get(second)?.sourceRunId, first);
  });

  it('stands by itself when the one it took from is deleted', async () => {
    const world = answeringWorld();
    const id = world.workflowOf(...chain);
    const first = await run(world, id);
    const second = await run(world, id, { steps: { kind: 'from', stepId: stepAt(world, id, 2) } });
    await world.runs.delete([first]);
    asked(world);
    await run(world, id, { steps: { kind: 'from', stepId: stepAt(world, id, 2) }, sourceRunId: second });
    assert.deepEqual(asked(world), ['((one) two) three']);
  });

  it('takes from the run that is named, and from the newest one otherwise', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', 'two');
    const first = await run(world, id);
    await world.blocks.update(1, { content: 'ONE' });
    await run(world, id);
    asked(world);
    const options = { steps: { kind: 'from', stepId: stepAt(world, id, 1) } } as const;
    await run(world, id, options);
    await run(world, id, { ...options, sourceRunId: first });
    assert.deepEqual(asked(world), ['two\n\nPrevious response:\n(ONE)', 'two\n\nPrevious response:\n(one)']);
  });

  it('lets the chosen answer flow on, and takes the others along', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', '>{{A}}<');
    await world.workflows.updateStep(id, stepAt(world, id, 0), { answers: 2 });
    world.server.answer = answering((_, index) => [`<${index}>`]);
    await run(world, id);
    await world.runs.choose(2);
    asked(world);
    const second = await run(world, id, { steps: { kind: 'from', stepId: stepAt(world, id, 1) } });
    assert.deepEqual(asked(world), ['><1><']);
    assert.deepEqual(
      world.runs.responsesOf(second).map(({ reusedFrom, chosen }) => [reusedFrom, chosen]),
      [
        [1, false],
        [2, true],
        [null, true],
      ],
    );
  });

  it('does as well without an earlier run when it is the first', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', 'two');
    const runId = await run(world, id, { steps: { kind: 'from', stepId: stepAt(world, id, 0) } });
    assert.equal(steps(world, runId), 'A completed, B completed');
    assert.equal(world.runs.stored.get(runId)?.sourceRunId, null);
  });

  it('is refused where a response that it uses is missing, and says which', async () => {
    const world = answeringWorld();
    const id = world.workflowOf(...chain);
    const from = { steps: { kind: 'from', stepId: stepAt(world, id, 2) } } as const;
    assert.match(
      await refusal(world, id, from),
      /^Step 3, "C", uses the response of step 2, "B", and no earlier run of "Workflow" has one\. Run from step 2\.$/,
    );
    world.server.answer = failingSecond;
    const failed = await run(world, id);
    asked(world);
    assert.match(
      await refusal(world, id, from),
      new RegExp(`^Step 3, "C", uses the response of step 2, "B", and run ${failed} has none\\. Run from step 2\\.$`),
    );
  });

  it('is refused for the problems of the steps that it sends, and not for those of the others', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', 'two');
    await run(world, id);
    asked(world);
    await world.blocks.update(1, { content: '{{#nothing}}' });
    const second = stepAt(world, id, 1);
    const runId = await run(world, id, { steps: { kind: 'from', stepId: second } });
    assert.equal(steps(world, runId), 'A reused, B completed');
    asked(world);
    await world.blocks.update(2, { content: '{{#nothing}}' });
    assert.match(await refusal(world, id, { steps: { kind: 'from', stepId: second } }), /No block has the tag/);
  });

  it('is refused when its step, or the run it takes from, is gone or another one', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one');
    const other = await run(world, world.workflowOf('other'));
    asked(world);
    const stepId = stepAt(world, id, 0);
    assert.match(
      await refusal(world, id, { steps: { kind: 'only', stepId: 999 } }),
      /no longer stands in the workflow/,
    );
    const only = { kind: 'only', stepId } as const;
    assert.match(await refusal(world, id, { steps: only, sourceRunId: 999 }), /^Run 999 has been deleted\.$/);
    assert.match(await refusal(world, id, { steps: only, sourceRunId: other }), /is not one of "Workflow"/);
  });

  it('takes from a run of the original application by place and payload', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', '>{{A}}<');
    const first = await run(world, id);
    world.runs.storedSteps.clear();
    world.runs.inputs.clear();
    for (const response of world.runs.responsesOf(first)) {
      world.runs.storedResponses.set(response.id, { ...response, stepExecutionId: null });
    }
    asked(world);
    const second = await run(world, id, { steps: { kind: 'from', stepId: stepAt(world, id, 1) } });
    assert.deepEqual(asked(world), ['>(one)<']);
    assert.equal(steps(world, second), 'A reused, B completed');
    assert.deepEqual(
      (await world.runner.freshness(first)).map(({ state }) => state),
      ['unknown', 'unknown'],
    );
  });
});

describe('A run of one step only', () => {
  it('takes over the responses of all others that there are', async () => {
    const world = answeringWorld();
    const id = world.workflowOf(...chain);
    await run(world, id);
    asked(world);
    await world.blocks.update(2, { content: '{{A}} TWO' });
    const second = await run(world, id, { steps: { kind: 'only', stepId: stepAt(world, id, 1) } });
    assert.deepEqual(asked(world), ['(one) TWO']);
    assert.equal(steps(world, second), 'A reused, B completed, C reused');
    assert.equal(world.runs.stored.get(second)?.status, 'completed');
    assert.deepEqual(
      (await world.runner.freshness(second)).map(({ state }) => state),
      ['fresh', 'fresh', 'stale'],
    );
  });

  it('goes without responses that it does not use', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', 'two', 'three');
    await world.payloads.update(2, { flow: 'none' });
    const runId = await run(world, id, { steps: { kind: 'only', stepId: stepAt(world, id, 1) } });
    assert.deepEqual(asked(world), ['two']);
    assert.equal(steps(world, runId), 'A skipped, B completed, C skipped');
  });
});

describe('A run that is resumed', () => {
  it('executes what failed and what depends on it, and nothing else again', async () => {
    const world = answeringWorld();
    const id = world.workflowOf(...chain);
    world.server.answer = failingSecond;
    const failed = await run(world, id);
    assert.equal(steps(world, failed), 'A completed, B failed, C skipped');
    asked(world);
    world.server.answer = answering(({ prompt }) => [`(${prompt})`]);
    const resumed = await run(world, id, { steps: { kind: 'unfinished' }, sourceRunId: failed });
    assert.deepEqual(asked(world), ['(one) two', '((one) two) three']);
    assert.equal(steps(world, resumed), 'A reused, B completed, C completed');
    assert.match(
      await refusal(world, id, { steps: { kind: 'unfinished' }, sourceRunId: resumed }),
      /has all its responses\. There is nothing to resume\.$/,
    );
  });

  it('begins at the step that was stopped, whose partial text stays where it is', async () => {
    const world = fakeRunner();
    const id = world.workflowOf('one', 'two');
    const stopped = await world.started(id);
    await world.server.last.begin();
    world.server.last.send('half');
    await world.runner.stop(stopped);
    world.server.answer = answering(() => ['whole']);
    const resumed = await run(world, id, { steps: { kind: 'unfinished' } });
    assert.deepEqual([texts(world, stopped), texts(world, resumed)], [['half'], ['whole', 'whole']]);
  });

  it('executes a failed step that the run went on without, and later ones only if that changes what they are given', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', 'two', 'three', '{{B}} four');
    for (const place of [0, 1, 2]) {
      await world.workflows.updateStep(id, stepAt(world, id, place), { flow: 'none', onFailure: 'default' });
    }
    world.server.answer = failingSecond;
    const failed = await run(world, id);
    assert.equal(steps(world, failed), 'A completed, B failed, C completed, D completed');
    asked(world);
    world.server.answer = answering(({ prompt }) => [`(${prompt})`]);
    const resumed = await run(world, id, { steps: { kind: 'unfinished' } });
    assert.deepEqual(asked(world), ['two', '(two) four']);
    assert.equal(steps(world, resumed), 'A reused, B completed, C reused, D completed');
  });
});
