import assert from 'node:assert/strict';
import { defaultStepSettings } from '../../../../src/extension/domain/workflow/stepSettings';
import { moveSteps } from '../../../../src/extension/features/workflows/moveSteps';
import { stepItem } from '../../../../src/extension/features/workflows/workflowsItem';
import type { WorkflowStep } from '../../../../src/shared/model/workflow';
import { FakePlaceLists } from '../../../support/fakesPlaceLists';

type Repository = Parameters<typeof moveSteps>[0];

function step(id: number): WorkflowStep {
  return { id, payloadId: 100 + id, settings: defaultStepSettings };
}

/** Workflow 1 with the steps 1, 2, 3 and workflow 2 with 4, 5; a step keeps its payload, so moves can be followed. */
class Lists implements Repository {
  readonly lists = new FakePlaceLists<WorkflowStep>(
    new Map([
      [1, [step(1), step(2), step(3)]],
      [2, [step(4), step(5)]],
    ]),
  );

  get(id: number) {
    const steps = this.lists.find(id);
    return Promise.resolve(steps && { id, steps });
  }

  addSteps(id: number, payloadIds: readonly number[], before?: number) {
    const steps = payloadIds.map((payloadId) => ({ ...step(0), payloadId }));
    this.lists.insert(id, steps, before);
    return Promise.resolve();
  }

  removeSteps(id: number, ids: readonly number[]) {
    this.lists.remove(id, ids);
    return Promise.resolve();
  }

  moveSteps(id: number, ids: readonly number[], before?: number) {
    this.lists.move(id, ids, before);
    return Promise.resolve();
  }

  payloadsOf(id: number) {
    return this.lists.of(id).map(({ payloadId }) => payloadId);
  }

  items(workflowId: number, ...ids: readonly number[]) {
    return this.lists.chosen(workflowId, ids).map((one) => stepItem({ id: workflowId }, one));
  }
}

describe('steps dragged in the view Workflows', () => {
  it('take the position of the step they are dropped on', async () => {
    const lists = new Lists();
    await moveSteps(lists, lists.items(1, 3), lists.items(1, 1)[0]!);
    assert.deepEqual(lists.payloadsOf(1), [103, 101, 102]);
  });

  it('go to the end when they are dropped on their workflow', async () => {
    const lists = new Lists();
    await moveSteps(lists, lists.items(1, 1), { kind: 'workflow', id: 1 });
    assert.deepEqual(lists.payloadsOf(1), [102, 103, 101]);
  });

  it('move to another workflow, before the step they are dropped on', async () => {
    const lists = new Lists();
    await moveSteps(lists, lists.items(1, 1, 3), lists.items(2, 4)[0]!);
    assert.deepEqual(lists.payloadsOf(1), [102]);
    assert.deepEqual(lists.payloadsOf(2), [101, 103, 104, 105]);
  });

  it('stay where they are when the target has vanished', async () => {
    const lists = new Lists();
    await moveSteps(lists, lists.items(1, 1), { kind: 'workflow', id: 9 });
    assert.deepEqual(lists.payloadsOf(1), [101, 102, 103]);
  });
});
