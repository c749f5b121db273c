import assert from 'node:assert/strict';
import { byLastUse } from '../../../../src/extension/features/runs/workflowOrder';
import type { Workflow } from '../../../../src/shared/model/workflow';

function workflow(id: number, name: string, lastRunAt: string | null): Workflow {
  const never = '2026-01-01 00:00:00';
  return { id, name, description: '', lastRunAt, steps: [], version: 1, createdAt: never, updatedAt: never };
}

const all = [
  workflow(1, 'beta', null),
  workflow(2, 'Alpha', null),
  workflow(3, 'old', '2026-01-02 00:00:00'),
  workflow(4, 'new', '2026-11-02 00:00:00'),
];

function ids(chosenLast: number | undefined): readonly number[] {
  return byLastUse(all, chosenLast).map(({ id }) => id);
}

describe('the order in which workflows are offered', () => {
  it('has the one run last first, those never run last and by name', () => {
    assert.deepEqual(ids(undefined), [4, 3, 2, 1]);
  });

  it('has the one chosen last before all others, also when its run was refused', () => {
    assert.deepEqual(ids(1), [1, 4, 3, 2]);
  });

  it('forgets a choice that no longer exists', () => {
    assert.deepEqual(ids(99), [4, 3, 2, 1]);
  });
});
