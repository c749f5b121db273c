import assert from 'node:assert/strict';
import { defaultStepSettings } from '../../../src/extension/domain/workflow/stepSettings';
import type { Store } from '../../../src/extension/store/openStore';
import type { StepSettings, Workflow } from '../../../src/shared/model/workflow';
import { rejectsWith } from './rejectsWith';
import { recordChanges, TestFolder } from './testStore';

/** Settings of which none is the default. */
const unusual: StepSettings = {
  name: 'First try',
  enabled: false,
  flow: 'none',
  answers: 3,
  retries: 2,
  retryDelay: 0.5,
  limits: { connect: 0, firstByte: 600, silence: 1.5 },
  onFailure: 'default',
  defaultText: ' Nothing. ',
};

describe('WorkflowStore, its steps', () => {
  let folder: TestFolder;
  let store: Store;
  let id: number;
  beforeEach(async () => {
    folder = await TestFolder.make();
    store = await folder.store();
    for (const name of ['P', 'Q', 'R']) await store.payloads.create({ name });
    id = (await store.workflows.create('W')).id;
    await store.workflows.addSteps(id, [1, 2, 3]);
  });
  afterEach(() => folder.end());

  const now = async (): Promise<Workflow> => (await store.workflows.get(id))!;
  const stepIds = async (): Promise<readonly number[]> => (await now()).steps.map((step) => step.id);

  it('begin with the defaults, and keep every setting that is changed', async () => {
    const [, second] = (await now()).steps;
    assert.deepEqual(second?.settings, defaultStepSettings);
    await store.workflows.updateStep(id, second.id, unusual);
    const { version } = await now();
    assert.deepEqual(
      (await now()).steps.map((step) => step.settings),
      [defaultStepSettings, unusual, defaultStepSettings],
    );
    await store.workflows.updateStep(id, second.id, { retries: 0, enabled: true });
    assert.deepEqual((await now()).steps[1]?.settings, { ...unusual, retries: 0, enabled: true });
    assert.equal((await now()).version, version + 1);
  });

  it('are changed with one event, and not when nothing differs', async () => {
    const [first = 0] = await stepIds();
    const changes = recordChanges(store);
    await store.workflows.updateStep(id, first, { answers: 2 });
    await store.workflows.updateStep(id, first, { answers: 2 });
    assert.deepEqual(changes, [[{ entity: 'workflow', action: 'changed', id }]]);
  });

  it('keep in the database only what differs from the defaults', async () => {
    const [first = 0] = await stepIds();
    await store.workflows.updateStep(id, first, { retries: 4, limits: { connect: null, firstByte: null, silence: 0 } });
    const rows = await store.database.all('SELECT configuration FROM workflow_payloads WHERE id = ?', [first]);
    assert.deepEqual(JSON.parse(String(rows[0]?.['configuration'])), { retries: 4, limits: { silence: 0 } });
  });

  it('take another payload and stay the same place', async () => {
    const [first = 0] = await stepIds();
    await store.workflows.updateStep(id, first, { name: 'Kept' });
    await store.workflows.updateStep(id, first, { payloadId: 3 });
    const [step] = (await now()).steps;
    assert.deepEqual([step?.id, step?.payloadId, step?.settings.name], [first, 3, 'Kept']);
    await rejectsWith('constraint', store.workflows.updateStep(id, first, { payloadId: 99 }));
    assert.equal((await now()).steps[0]?.payloadId, 3);
  });

  it('refuse settings out of range, and steps that are gone', async () => {
    const [first = 0] = await stepIds();
    const wrong: readonly Partial<StepSettings>[] = [
      { answers: 0 },
      { answers: 17 },
      { retries: -1 },
      { retries: 1.5 },
      { retryDelay: 86_401 },
      { retryDelay: Number.NaN },
      { limits: { connect: -1, firstByte: null, silence: null } },
      { name: '' },
    ];
    for (const patch of wrong) {
      await assert.rejects(store.workflows.updateStep(id, first, patch), { name: 'InvalidInputError' });
    }
    await rejectsWith('not-found', store.workflows.updateStep(id, 99, { answers: 2 }));
    await rejectsWith('not-found', store.workflows.updateStep(99, first, { answers: 2 }));
    assert.equal((await now()).version, 2);
  });

  it('are put in with their settings before another, in one transaction', async () => {
    const [, second = 0] = await stepIds();
    const changes = recordChanges(store);
    const added = await store.workflows.insertSteps(
      id,
      [
        { payloadId: 3, settings: unusual },
        { payloadId: 1, settings: defaultStepSettings },
      ],
      second,
    );
    assert.equal(changes.length, 1);
    const { steps } = await now();
    assert.deepEqual(
      steps.map((step) => step.payloadId),
      [1, 3, 1, 2, 3],
    );
    assert.deepEqual(
      steps.slice(1, 3).map((step) => [step.id, step.settings]),
      [
        [added[0], unusual],
        [added[1], defaultStepSettings],
      ],
    );
  });

  it('are not put in when one of the payloads does not exist', async () => {
    const before = await now();
    await rejectsWith(
      'constraint',
      store.workflows.insertSteps(id, [
        { payloadId: 1, settings: unusual },
        { payloadId: 99, settings: unusual },
      ]),
    );
    assert.deepEqual(await now(), before);
  });

  it('are copied with their workflow, settings and description included', async () => {
    const [first = 0] = await stepIds();
    await store.workflows.updateStep(id, first, unusual);
    await store.workflows.update(id, { description: '  Makes letters.\nTwice. ' });
    const copy = await store.workflows.duplicate(id);
    assert.deepEqual([copy.description, copy.steps[0]?.settings], ['Makes letters.\nTwice.', unusual]);
  });

  it('say what their workflow is for, with one event for a change and none for the same', async () => {
    assert.equal((await now()).description, '');
    const changes = recordChanges(store);
    await store.workflows.update(id, { description: 'Letters' });
    await store.workflows.update(id, { description: 'Letters ', name: 'W' });
    assert.equal(changes.length, 1);
    assert.deepEqual([(await now()).description, (await now()).version], ['Letters', 3]);
    await store.workflows.update(id, { description: '' });
    assert.equal((await now()).description, '');
    await assert.rejects(store.workflows.update(id, { description: 'x'.repeat(10_001) }), {
      name: 'InvalidInputError',
    });
  });

  it('read whatever another program has stored as settings', async () => {
    const [first = 0] = await stepIds();
    await store.database.run(
      `UPDATE workflow_payloads SET step_name = 5, status = 'draft', configuration = ? WHERE id = ?`,
      ['{"answers":"many","retries":2,"limits":[],"flow":"sideways","defaultText":7}', first],
    );
    const [step] = (await now()).steps;
    assert.deepEqual(step?.settings, { ...defaultStepSettings, name: '5', retries: 2 });
  });
});
