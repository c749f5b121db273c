import type { Workflow } from '../../../shared/model/workflow';

/** Workflows as "Run Workflow" offers them: the one chosen last, then the one run last, then those never run, by name. */
export function byLastUse(workflows: readonly Workflow[], chosenLast: number | undefined): readonly Workflow[] {
  return [...workflows].sort(
    (one, other) =>
      Number(other.id === chosenLast) - Number(one.id === chosenLast) ||
      // The stored form of times sorts as text.
      compare(other.lastRunAt ?? '', one.lastRunAt ?? '') ||
      compare(one.name.toLowerCase(), other.name.toLowerCase()) ||
      one.id - other.id,
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
