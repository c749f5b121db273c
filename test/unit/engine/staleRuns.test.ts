import assert from 'node:assert/strict';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner, type FakeRunner } from '../../support/fakesRunner';
import { answeringWorld, asked, refusal, run, stepAt, steps, texts } from './rerunWorlds';

describe('A run of what is stale', () => {
  it('executes what is given something else than before, and nothing else', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', 'two', '{{A}}{{B}} three', 'four');
    for (const place of [1, 3]) {
      await world.workflows.updateStep(id, stepAt(world, id, place), { flow: 'none' });
    }
    const first = await run(world, id);
    asked(world);
    await world.blocks.update(2, { content: 'TWO' });
    assert.deepEqual(
      (await world.runner.freshness(first)).map(({ state }) => state),
      ['fresh', 'stale', 'stale', 'fresh'],
    );
    const second = await run(world, id, { steps: { kind: 'stale' } });
    assert.deepEqual(asked(world), ['TWO', '(one)(TWO) three']);
    assert.equal(steps(world, second), 'A reused, B completed, C completed, D reused');
    assert.deepEqual(
      (await world.runner.freshness(second)).map(({ state }) => state),
      ['fresh', 'fresh', 'fresh', 'fresh'],
    );
    assert.match(await refusal(world, id, { steps: { kind: 'stale' } }), /^Nothing is stale in run 2 of "Workflow"/);
  });

  it('reuses a step whose input turns out the same although an earlier one ran again', async () => {
    const world = fakeRunner();
    world.server.answer = answering(({ prompt }) => [prompt.toLowerCase()]);
    const id = world.workflowOf('one', '{{A}} two', '{{B}} three');
    await run(world, id);
    asked(world);
    await world.blocks.update(1, { content: 'ONE' });
    const second = await run(world, id, { steps: { kind: 'stale' } });
    assert.deepEqual(asked(world), ['ONE']);
    assert.equal(steps(world, second), 'A completed, B reused, C reused');
    assert.deepEqual(texts(world, second), ['one', 'one two', 'one two three']);
  });

  it('is decided by what reaches the server: an edit that changes no text is none', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one');
    await run(world, id);
    await world.blocks.update(1, { title: 'Renamed', tags: ['new'], folderPath: 'Elsewhere' });
    await world.payloads.update(1, { name: 'Renamed' });
    assert.match(await refusal2(world, id), /^Nothing is stale/);
  });

  it('executes a step whose source vanished meanwhile', async () => {
    const world = answeringWorld();
    const id = world.workflowOf('one', 'two');
    const first = await run(world, id);
    await world.blocks.update(2, { content: 'TWO' });
    asked(world);
    world.transactions.turn = (operation) => {
      if (operation === 'start run') {
        world.transactions.turn = () => Promise.resolve();
        queueMicrotask(() => void world.runs.delete([first]));
      }
      return Promise.resolve();
    };
    const second = await run(world, id, { steps: { kind: 'stale' } });
    assert.equal(steps(world, second), 'A completed, B completed');
  });

  async function refusal2(world: FakeRunner, id: number): Promise<string> {
    asked(world);
    return refusal(world, id, { steps: { kind: 'stale' } });
  }

  describe('knows why', () => {
    async function reasons(change: (world: FakeRunner, id: number) => Promise<unknown>): Promise<unknown> {
      const world = answeringWorld();
      const id = world.workflowOf('one', '{{A}} two {{#extra}}', '{{B}} three');
      world.blocks.add({ title: 'Extra', content: 'extra', tags: ['extra'] });
      const first = await run(world, id);
      await change(world, id);
      return (await world.runner.freshness(first)).flatMap(({ reasons: found }, index) =>
        found.map(
          ({ text }) =>
            `${index + 1} ${text.message.replace(/\{(\d)\}/g, (_, at: string) => String(text.args[Number(at)]))}`,
        ),
      );
    }

    it('when a block or one that it refers to was changed', async () => {
      assert.deepEqual(await reasons((world) => world.blocks.update(4, { content: 'EXTRA' })), [
        '2 The block "Extra" was changed.',
        '3 The response of "B" before it is not up to date.',
      ]);
    });

    it('when a block was added or removed', async () => {
      assert.deepEqual(
        await reasons(async (world) => {
          await world.blocks.create({ title: 'More', folderPath: '', content: 'more', tags: ['extra'] });
          await world.payloads.addBlocks(3, [4]);
        }),
        [
          '2 The block "More" was added.',
          '3 The block "Extra" was added.',
          '3 The response of "B" before it is not up to date.',
        ],
      );
    });

    it('when settings were changed', async () => {
      assert.deepEqual(
        await reasons((world) => world.payloads.update(2, { temperature: 0.1, port: 5002, parameters: { topK: 3 } })),
        [
          '2 The sampling parameters were changed.',
          '2 The temperature was changed.',
          '2 It is sent to http://127.0.0.1:5002 instead of http://127.0.0.1:5001.',
          '3 The response of "B" before it is not up to date.',
        ],
      );
    });

    it('when more answers are asked for, and not when fewer', async () => {
      const changed = (answers: number) =>
        reasons((world, id) => world.workflows.updateStep(id, stepAt(world, id, 2), { answers }));
      assert.deepEqual(await changed(2), ['3 More answers are asked for.']);
      assert.deepEqual(await changed(1), []);
    });

    it('when another answer was chosen', async () => {
      const world = answeringWorld();
      const id = world.workflowOf('one', '{{A}} two');
      await world.workflows.updateStep(id, stepAt(world, id, 0), { answers: 2 });
      world.server.answer = answering((_, index) => [`<${index}>`]);
      const first = await run(world, id);
      await world.runs.choose(2);
      assert.deepEqual(
        (await world.runner.freshness(first)).map(({ state, reasons: found }) => [state, found[0]?.text.message]),
        [
          ['fresh', undefined],
          ['stale', 'The response of "{0}" is another one.'],
        ],
      );
    });

    it('when the steps stand in another order', async () => {
      const world = answeringWorld();
      const id = world.workflowOf('one', 'two', 'three');
      const first = await run(world, id);
      await world.workflows.moveSteps(id, [stepAt(world, id, 2)], stepAt(world, id, 1));
      assert.deepEqual(
        (await world.runner.freshness(first)).map(({ state, reasons: found }) => [state, found[0]?.kind]),
        [
          ['fresh', undefined],
          ['stale', 'order'],
          ['stale', 'order'],
        ],
      );
    });

    it('when a step lost its response or the workflow gained one', async () => {
      const world = answeringWorld();
      const id = world.workflowOf('one', 'two');
      const first = await run(world, id);
      await world.workflows.addSteps(id, [1]);
      assert.deepEqual(
        (await world.runner.freshness(first)).map(({ state, stepExecutionId }) => [
          state,
          stepExecutionId !== undefined,
        ]),
        [
          ['fresh', true],
          ['fresh', true],
          ['unfinished', false],
        ],
      );
    });

    it('and says nothing of a run that cannot be repeated', async () => {
      const world = answeringWorld();
      const id = world.workflowOf('one');
      const first = await run(world, id);
      await world.workflows.delete([id]);
      assert.deepEqual(await world.runner.freshness(first), []);
      assert.deepEqual(await world.runner.freshness(99), []);
    });

    it('but not for a run that was sent elsewhere on purpose', async () => {
      const world = answeringWorld();
      const id = world.workflowOf('one');
      const first = await run(world, id, { endpoint: { host: 'other', port: 7001 } });
      assert.deepEqual(
        (await world.runner.freshness(first)).map(({ state }) => state),
        ['fresh'],
      );
    });

    it('also of a payload that ran alone', async () => {
      const world = answeringWorld();
      const payload = world.payloads.add('Alone', [world.blocks.add({ content: 'x' }).id]);
      const runId = await world.runner.startPayload(payload.id);
      await world.runner.ended(runId);
      const states = async () => (await world.runner.freshness(runId)).map(({ state }) => state);
      assert.deepEqual(await states(), ['fresh']);
      await world.blocks.update(1, { content: 'y' });
      assert.deepEqual(await states(), ['stale']);
    });
  });
});
