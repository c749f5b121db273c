import assert from 'node:assert/strict';
import { settled } from '../support/fakesClock';
import { answering } from '../support/fakesModelServer';
import { openWorkflow, WorkflowTestPage } from './workflowBuilderPage';

describe('A workflow builder and runs', () => {
  it('runs the workflow and tells how far each step is, with its response', async () => {
    const { world, page } = await openWorkflow('One', 'Two');
    assert.deepEqual(await page.rpc.request('run', { kind: 'all' }), { problem: null });
    await world.clock.advance(200);
    const [exchange] = world.server.exchanges;
    await exchange?.begin();
    exchange?.send('Hello ', 'you');
    await world.clock.advance(200);
    const states = (): readonly string[] => page.run.steps.map(({ state, status }) => `${state}: ${status}`);
    assert.deepEqual(states(), ['working: Writing: 9 characters', 'waiting: Waiting for its turn']);
    assert.deepEqual([page.run.isActive, page.run.status], [true, 'Run 1: step 1 of 2']);
    exchange?.end({});
    await settled();
    const second = world.server.exchanges[1];
    await second?.begin();
    second?.send('Done.');
    second?.end({ finishReason: 'length' });
    await world.clock.advance(400);
    assert.deepEqual(states(), ['done: Done', 'done: Done, cut off at the response length']);
    assert.deepEqual([page.run.isActive, page.run.failed, page.run.status], [false, false, 'Run 1 is done']);
    const responseId = page.run.steps[1]?.responses[0]?.id ?? 0;
    await page.rpc.request('openResponse', { responseId });
    await page.rpc.request('openResponse', { responseId: 999 });
    assert.deepEqual(page.opened, [[responseId, page.run.runId]]);
  });

  it('runs from a step, and only a step, with the responses of the run before', async () => {
    const { world, page } = await openWorkflow('One', 'Two', 'Three');
    world.server.answer = answering(({ prompt }) => [`<${prompt.slice(0, 5)}>`]);
    const run = async (request: Parameters<typeof page.rpc.request<'run'>>[1]): Promise<readonly string[]> => {
      world.server.exchanges.length = 0;
      assert.deepEqual(await page.rpc.request('run', request), { problem: null });
      for (let turn = 0; turn < 20; turn++) await settled();
      await world.clock.advance(400);
      assert.equal(page.run.isActive, false);
      return page.run.steps.map(({ state }) => state);
    };
    const { stepId } = page.step(1);
    assert.deepEqual(await run({ kind: 'all' }), ['done', 'done', 'done']);
    assert.deepEqual(await run({ kind: 'from', stepId }), ['reused', 'done', 'done']);
    assert.equal(world.server.exchanges.length, 2);
    assert.deepEqual(await run({ kind: 'only', stepId }), ['reused', 'done', 'reused']);
    assert.match(page.run.steps[0]?.status ?? '', /Taken over from run 2/);
  });

  it('says why a run is refused', async () => {
    const { page } = await openWorkflow('One', 'Two');
    const { problem } = await page.rpc.request('run', { kind: 'only', stepId: page.step(1).stepId });
    assert.match(problem ?? '', /step 1/i);
    assert.equal(page.runs.at(-1), null);
  });

  it('shows a run that somebody else began, how it failed, and stops one', async () => {
    const { world, page, id } = await openWorkflow('One', 'Two');
    const runId = await world.started(id);
    await world.clock.advance(200);
    assert.equal(page.run.runId, runId);
    world.server.exchanges[0]?.fail('unreachable');
    await world.clock.advance(400);
    assert.deepEqual([page.run.failed, page.run.isActive], [true, false]);
    assert.deepEqual(
      page.run.steps.map(({ state }) => state),
      ['failed', 'stopped'],
    );
    assert.notEqual(page.run.steps[0]?.status, 'Failed');
    const next = await world.started(id);
    await world.clock.advance(200);
    await page.rpc.request('stop', null);
    await world.clock.advance(400);
    assert.deepEqual([page.run.runId, page.run.status], [next, `Run ${next} was stopped`]);
  });

  it('shows the newest run to a page that begins, and the one before when it is deleted', async () => {
    const { world, page, id } = await openWorkflow('One');
    world.server.answer = answering(() => ['Yes.']);
    const first = await world.started(id);
    const second = await world.started(id);
    for (let turn = 0; turn < 20; turn++) await settled();
    const other = new WorkflowTestPage(world, id);
    assert.equal((await other.open()).run?.runId, second);
    await world.runs.delete([second]);
    await world.clock.advance(400);
    assert.equal(page.run.runId, first);
    assert.equal(other.run.runId, first);
  });

  describe('marks steps of the newest run', () => {
    /** A workflow that has run once, each step answered by the beginning of its prompt. */
    async function hasRun(...texts: readonly string[]) {
      const opened = await openWorkflow(...texts);
      const { world, page } = opened;
      world.server.answer = answering(({ prompt }) => [`<${prompt.slice(0, 8)}>`]);
      const run = async (kind: 'all' | 'stale'): Promise<string | null> => {
        const { problem } = await page.rpc.request('run', { kind });
        for (let turn = 0; turn < 30; turn++) await settled();
        await world.clock.advance(1000);
        return problem;
      };
      await run('all');
      return { ...opened, run };
    }

    /** The stale steps by their names, each with why. */
    const stale = ({ run, shown }: WorkflowTestPage): readonly string[] =>
      run.stale.map(
        ({ stepId, reasons }) => `${shown.rows.find((row) => row.stepId === stepId)?.name}: ${reasons.join(' ')}`,
      );

    it('that would be given something else now, and why, until that is taken back', async () => {
      const { world, page } = await hasRun('One', 'Two', 'And {{A}}');
      assert.deepEqual(stale(page), []);
      const block = await world.blocks.get(1);
      await world.blocks.update(block?.id ?? 0, { content: 'Other' });
      await world.clock.advance(1000);
      assert.deepEqual(stale(page), [
        `A: The block "${block?.title}" was changed.`,
        'B: The response of "A" before it is not up to date.',
        'C: The response of "A" before it is not up to date.',
      ]);
      await world.blocks.update(block?.id ?? 0, { content: 'One' });
      await world.clock.advance(1000);
      assert.deepEqual(stale(page), []);
    });

    it('whose settings were changed, and those that were added', async () => {
      const { world, page } = await hasRun('One', 'Two');
      await world.payloads.update(2, { temperature: 0.123 });
      await page.edit({ kind: 'add', payloadIds: [1], before: null });
      await world.clock.advance(1000);
      assert.deepEqual(
        page.run.stale.map(({ reasons }) => reasons),
        [['The temperature was changed.'], ['It was not in run 1.']],
      );
    });

    it('and runs only these', async () => {
      const { world, page, run } = await hasRun('One', 'Two');
      const block = await world.blocks.get(2);
      await world.blocks.update(block?.id ?? 0, { content: 'Other' });
      await world.clock.advance(1000);
      world.server.exchanges.length = 0;
      assert.equal(await run('stale'), null);
      assert.equal(world.server.exchanges.length, 1);
      assert.deepEqual(
        page.run.steps.map(({ state }) => state),
        ['reused', 'done'],
      );
      assert.deepEqual(stale(page), []);
    });

    it('for a page that begins, and not while a run goes on', async () => {
      const { world, page, id } = await hasRun('One');
      const block = await world.blocks.get(1);
      await world.blocks.update(block?.id ?? 0, { content: 'Other' });
      const other = new WorkflowTestPage(world, id);
      await other.open();
      await world.clock.advance(1000);
      assert.equal(other.run.stale.length, 1);
      world.server.answer = undefined;
      await world.started(id);
      await world.clock.advance(1000);
      assert.deepEqual([page.run.isActive, page.run.stale], [true, []]);
    });

    it('none of which is stale, and says so when they are to be run', async () => {
      const { run } = await hasRun('One');
      assert.match((await run('stale')) ?? '', /Nothing is stale/);
    });
  });
});
