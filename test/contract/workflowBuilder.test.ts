import assert from 'node:assert/strict';
import { stepFieldDefinitions } from '../../src/extension/features/workflow-builder/stepFields';
import { formatText } from '../../src/shared/model/text';
import type { Edit, StepRow } from '../../src/shared/protocol/workflowBuilder';
import { settled } from '../support/fakesClock';
import {
  failsAndReloads,
  makesOneTransactionOfEach,
  refusesEdits,
  sendsAnything,
  takesBackAndMakesAgain,
} from './builderBehaviour';
import { openWorkflow, WorkflowTestPage } from './workflowBuilderPage';

describe('A workflow builder and its host', () => {
  it('shows the steps and from which earlier ones they take responses', async () => {
    const { page, opened } = await openWorkflow('Write.', 'Improve.', 'Compare {{A}} and {{previous}}');
    assert.deepEqual(page.steps, ['A', 'B <1', 'C <-1 <-2']);
    assert.deepEqual([page.shown.name, page.names.at(-1), page.shown.cannotRun], ['Workflow', 'Workflow', null]);
    assert.equal(opened.run, null);
    assert.deepEqual(
      stepFieldDefinitions(formatText).map(({ key, initial }) => `${key} ${initial}`),
      [
        ...['name ', 'flow 0', 'answers 1', 'retries 0', 'retryDelay 2', 'connect ', 'firstByte ', 'silence '],
        ...['onFailure 0', 'defaultText '],
      ],
    );
  });

  it('makes one transaction of each edit', async () => {
    const { world, page, id } = await openWorkflow('One', 'Two', 'Three');
    const [first, second, third] = page.shown.rows.map(({ stepId }) => stepId) as [number, number, number];
    const edits: readonly Edit[] = [
      { kind: 'move', stepIds: [third], before: first },
      { kind: 'enable', stepId: second, enabled: false },
      { kind: 'payload', stepId: first, payloadId: 3 },
      { kind: 'duplicate', stepId: first },
      { kind: 'remove', stepIds: [third] },
      { kind: 'add', payloadIds: [2, 1], before: first },
      { kind: 'stepSetting', stepId: first, key: 'retries', typed: '3' },
      { kind: 'setting', key: 'description', typed: 'For tests' },
    ];
    await makesOneTransactionOfEach(page, edits, 'update workflow');
    assert.deepEqual(page.steps, ['B', 'A <1', 'C <2', 'C <3', 'B off']);
    assert.equal(world.workflows.stored.get(id)?.description, 'For tests');
    assert.deepEqual([page.step(2).notes, page.step(3).notes], [['3 retries'], []]);
  });

  it('takes every edit back and makes it again, with settings as they were', async () => {
    const { world, page, id } = await openWorkflow('One', 'Two', 'Three');
    const [first, second, third] = page.shown.rows.map(({ stepId }) => stepId) as [number, number, number];
    const edits: readonly Edit[] = [
      { kind: 'stepSetting', stepId: second, key: 'name', typed: 'Middle' },
      { kind: 'stepSetting', stepId: second, key: 'silence', typed: '0' },
      { kind: 'stepSetting', stepId: second, key: 'flow', typed: '3' },
      { kind: 'enable', stepId: second, enabled: false },
      { kind: 'remove', stepIds: [first, second] },
      { kind: 'payload', stepId: third, payloadId: 1 },
      { kind: 'duplicate', stepId: third },
      { kind: 'add', payloadIds: [2, 2], before: third },
      { kind: 'setting', key: 'name', typed: 'Renamed' },
    ];
    const look = (): string => {
      const { name, steps } = world.workflows.stored.get(id)!;
      return JSON.stringify([name, steps.map(({ payloadId, settings }) => ({ payloadId, settings })), page.steps]);
    };
    await takesBackAndMakesAgain(page, edits, look);
  });

  it('says what undo would take back, and does not remember what changes nothing', async () => {
    const { page } = await openWorkflow('One');
    const { stepId } = page.step(0);
    await page.edit({ kind: 'stepSetting', stepId, key: 'retries', typed: '0' });
    await page.edit({ kind: 'payload', stepId, payloadId: 1 });
    assert.equal(page.shown.undo, null);
    await page.edit({ kind: 'enable', stepId, enabled: false });
    assert.deepEqual([page.shown.undo, page.shown.redo], ['Switch Step Off', null]);
    await page.go('undo');
    assert.deepEqual([page.shown.undo, page.shown.redo], [null, 'Switch Step Off']);
  });

  it('goes on when what undo would change has gone', async () => {
    const { world, page, id } = await openWorkflow('One', 'Two');
    const { stepId } = page.step(0);
    await page.edit({ kind: 'stepSetting', stepId, key: 'retries', typed: '2' });
    await world.workflows.removeSteps(id, [stepId]);
    await page.go('undo');
    assert.deepEqual([page.steps, page.shown.undo], [['B'], null]);
    assert.match((await page.edit({ kind: 'duplicate', stepId })) ?? '', /no longer in the workflow/);
  });

  it('refuses a value outside of its range with a sentence, and takes 0', async () => {
    const { world, page, id } = await openWorkflow('One');
    const { stepId } = page.step(0);
    const typed = (key: string, value: string): Promise<string | null> =>
      page.edit({ kind: 'stepSetting', stepId, key, typed: value });
    assert.match((await typed('answers', '0')) ?? '', /from 1 to 16/);
    assert.match((await typed('connect', '-1')) ?? '', /from 0 to 86400/);
    assert.match((await typed('name', 'a\nb')) ?? '', /line breaks/);
    assert.equal(world.workflows.stored.get(id)?.version, 1);
    assert.equal(await typed('retryDelay', '0'), null);
    assert.equal(await typed('connect', '0'), null);
    assert.deepEqual([page.value(0, 'retryDelay'), page.value(0, 'connect')], ['0', '0']);
    const check = (key: string, value: string, of: number | null = stepId): Promise<string | null> =>
      page.rpc.request('check', { stepId: of, key, typed: value }).then(({ problem }) => problem);
    assert.match((await check('retries', '101')) ?? '', /from 0 to 100/);
    assert.equal(await check('retries', '100'), null);
    assert.match((await check('name', '', null)) ?? '', /not be empty/);
    assert.equal(await check('retries', 'x', 999), null);
  });

  it('lets a step receive something else than its payload says', async () => {
    const { page } = await openWorkflow('One', 'Two {{A}}');
    const { stepId } = page.step(1);
    const receive = (typed: string): Promise<unknown> => page.edit({ kind: 'stepSetting', stepId, key: 'flow', typed });
    assert.deepEqual(page.steps, ['A', 'B <-1']);
    await receive('2');
    assert.deepEqual(page.steps, ['A', 'B <-1 <1']);
    await receive('3');
    assert.deepEqual(page.steps, ['A', 'B <-1']);
  });

  it('adds what the person picks, and changes the payload of a step', async () => {
    const { page } = await openWorkflow('One', 'Two');
    page.picks = [2, 1];
    assert.deepEqual(await page.rpc.request('pickPayloads', null), { problem: null });
    await settled();
    assert.deepEqual(page.steps, ['A', 'B <1', 'B <2', 'A <3']);
    page.pick = 2;
    await page.rpc.request('pickPayload', { stepId: page.step(0).stepId });
    await settled();
    assert.deepEqual(page.steps, ['B', 'B <1', 'B <2', 'A <3']);
    page.pick = undefined;
    await page.rpc.request('pickPayload', { stepId: page.step(0).stepId });
    assert.equal(page.shown.undo, 'Change Payload');
  });

  it('adds what is dropped on it from the tree, before a step or at the end', async () => {
    const { page } = await openWorkflow('One', 'Two');
    page.picks = [2, 2];
    await page.rpc.request('dropPayloads', { before: page.step(1).stepId });
    page.picks = [1];
    await page.rpc.request('dropPayloads', { before: null });
    await settled();
    assert.deepEqual(page.steps, ['A', 'B <1', 'B <2', 'B <3', 'A <4']);
    page.picks = [];
    assert.deepEqual(await page.rpc.request('dropPayloads', { before: null }), { problem: null });
    await assert.rejects(page.rpc.request('dropPayloads', {} as never), { reason: 'refused' });
  });

  describe('marks a step', () => {
    const firstMark = (page: WorkflowTestPage, position: number): StepRow['marks'][number] => {
      const [mark] = page.step(position).marks;
      assert.ok(mark);
      return mark;
    };
    const mend = async (page: WorkflowTestPage, position: number): Promise<string> => {
      const { fix, fixLabel } = firstMark(page, position);
      assert.equal(fix?.kind, 'edit');
      assert.equal(await page.edit(fix.edit), null);
      return fixLabel;
    };

    it('whose reference points to a later step, and moves that one before', async () => {
      const { page } = await openWorkflow('Improve {{B}}', 'Write.');
      assert.deepEqual(page.steps, ['A marked', 'B <1']);
      assert.match(firstMark(page, 0).sentence, /response of "B", which only a later step gives: 2, "B"/);
      assert.match(page.shown.cannotRun ?? '', /marked/);
      assert.equal(await mend(page, 0), 'Move That Step Before');
      assert.deepEqual(page.steps, ['B', 'A <-1']);
      assert.equal(page.shown.cannotRun, null);
    });

    it('whose reference points to a step that is off, and switches that one on', async () => {
      const { page } = await openWorkflow('Write.', 'Improve {{A}}');
      await page.edit({ kind: 'enable', stepId: page.step(0).stepId, enabled: false });
      assert.deepEqual(page.steps, ['A off', 'B marked']);
      assert.match(firstMark(page, 1).sentence, /switched off: 1, "A"/);
      await mend(page, 1);
      assert.deepEqual(page.steps, ['A', 'B <-1']);
    });

    it('whose reference points to no step, and adds one', async () => {
      const { page } = await openWorkflow('Write.', 'Improve {{A}}');
      await page.edit({ kind: 'remove', stepIds: [page.step(0).stepId] });
      assert.deepEqual(page.steps, ['B marked']);
      assert.equal(await mend(page, 0), 'Add It Before');
      assert.deepEqual(page.steps, ['A', 'B <-1']);
    });

    it('whose reference resolves to nothing, and leads to the place', async () => {
      const { page } = await openWorkflow('See {{#nobody}}');
      const { sentence, fix } = firstMark(page, 0);
      assert.match(sentence, /No block has the tag "nobody"/);
      assert.deepEqual(fix, { kind: 'openBlock', blockId: 1, start: 4, end: 15 });
    });

    it('whose payload has no text, and leads to the payload', async () => {
      const { page } = await openWorkflow('');
      assert.deepEqual(firstMark(page, 0).fix, { kind: 'openPayload', payloadId: 1 });
    });

    it('no longer once a block that is changed elsewhere mends it', async () => {
      const { world, page } = await openWorkflow('See {{#nobody}}');
      await world.blocks.update(1, { content: 'See.' });
      await settled();
      assert.deepEqual(page.steps, ['A']);
    });
  });

  it('says why nothing can be run', async () => {
    const { world, page, id } = await openWorkflow('One');
    await page.edit({ kind: 'enable', stepId: page.step(0).stepId, enabled: false });
    assert.match(page.shown.cannotRun ?? '', /Switch a step on/);
    await page.edit({ kind: 'remove', stepIds: [page.step(0).stepId] });
    assert.match(page.shown.cannotRun ?? '', /Add a payload/);
    world.world.isAllowed = false;
    page.session.surroundingsChanged();
    await settled();
    assert.match(page.shown.cannotRun ?? '', /Restricted Mode/);
    assert.match((await page.rpc.request('run', { kind: 'all' })).problem ?? '', /Restricted Mode/);
    assert.equal(world.workflows.stored.get(id)?.steps.length, 0);
  });

  it('shows at once what is changed elsewhere, and two pages agree', async () => {
    const { world, page, id } = await openWorkflow('One', 'Two');
    const other = new WorkflowTestPage(world, id);
    await other.open();
    await world.payloads.update(1, { name: 'Renamed' });
    await settled();
    assert.deepEqual(page.steps, ['Renamed', 'B <1']);
    await other.edit({ kind: 'move', stepIds: [page.step(1).stepId], before: page.step(0).stepId });
    assert.deepEqual(page.steps, ['B', 'Renamed <1']);
    assert.deepEqual(page.shown.rows, other.shown.rows);
    assert.equal(page.shown.undo, null);
  });

  it('shows everything to a page that begins anew, and tells a hidden one nothing', async () => {
    const { world, page, id } = await openWorkflow('One');
    page.session.hide();
    const before = page.snapshots.length;
    await world.workflows.update(id, { name: 'Other' });
    await settled();
    assert.equal(page.snapshots.length, before);
    assert.equal((await page.open()).snapshot?.name, 'Other');
  });

  it('says when the workflow is deleted', async () => {
    const { world, page, id } = await openWorkflow('One');
    await world.workflows.delete([id]);
    await settled();
    assert.deepEqual([page.snapshots.at(-1), page.names.at(-1)], [null, undefined]);
    assert.equal((await page.open()).snapshot, null);
    assert.equal(await page.edit({ kind: 'setting', key: 'name', typed: 'X' }), null);
  });

  it('refuses messages that are not what they should be, and goes on', async () => {
    const { world, page, id } = await openWorkflow('One');
    const { stepId } = page.step(0);
    const wrong: readonly unknown[] = [
      null,
      { kind: 'remove' },
      { kind: 'remove', stepIds: [] },
      { kind: 'remove', stepIds: [0.5] },
      { kind: 'remove', stepIds: Array.from({ length: 1001 }, () => 1) },
      { kind: 'enable', stepId, enabled: 1 },
      { kind: 'enable', stepId, enabled: false, more: true },
      { kind: 'stepSetting', stepId: null, key: 'retries', typed: '1' },
      { kind: 'setting', key: 'name', typed: 'x'.repeat(2_000_001) },
      { kind: 'payload', stepId, payloadId: '1' },
      { kind: 'drop' },
    ];
    await refusesEdits(page, wrong);
    await assert.rejects(page.rpc.request('run', { kind: 'from' } as never), { reason: 'refused' });
    assert.equal(await page.edit({ kind: 'setting', key: '__proto__', typed: '1' }), 'There is no such setting.');
    assert.equal(
      await page.edit({ kind: 'stepSetting', stepId, key: 'constructor', typed: '1' }),
      'There is no such setting.',
    );
    assert.equal(world.workflows.stored.get(id)?.version, 1);
    assert.equal(await page.edit({ kind: 'enable', stepId, enabled: false }), null);
  });

  it('survives any input at all without changing what it was not asked to', async () => {
    const { world, page, id } = await openWorkflow('One', 'Two');
    const before = JSON.stringify([...world.workflows.stored.values()]);
    await sendsAnything(page, [...['edit', 'check', 'run', 'pickPayload', 'openPayload', 'openResponse', 'toString']]);
    assert.equal(JSON.stringify([...world.workflows.stored.values()]), before);
    assert.equal(await page.edit({ kind: 'setting', key: 'name', typed: ' Kept ' }), null);
    assert.equal(world.workflows.stored.get(id)?.name, 'Kept');
  });

  it('reloads a page whose person asks for it after a failure, and logs what failed', async () => {
    await failsAndReloads((await openWorkflow('One')).page);
  });
});
