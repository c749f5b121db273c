import type { StepExecution } from '../../../shared/model/run';
import type { RunsItem } from '../../treeItems';

/** One response of a run, as the tree knows it. */
export type ResponseItem = Extract<RunsItem, { readonly kind: 'response' }>;

/** The item of a run. */
export function runItem(id: number): RunsItem {
  return { kind: 'run', id };
}

/** The item of a response. */
export function responseItem(response: { readonly id: number; readonly runId: number }): ResponseItem {
  return { kind: 'response', id: response.id, runId: response.runId };
}

/** The item of a step that has no response. */
export function executionItem({ id, runId }: Pick<StepExecution, 'id' | 'runId'>): RunsItem {
  return { kind: 'execution', id, runId };
}

/** The runs that items are or belong to, each once. */
export function runIdsOf(items: readonly RunsItem[]): readonly number[] {
  const ids = items.flatMap((item) => (item.kind === 'run' ? [item.id] : item.kind === 'more' ? [] : [item.runId]));
  return [...new Set(ids)];
}

/** Tells items apart for the tree; the ids of its rows. */
export function runsItemKey(item: RunsItem): string {
  return item.kind === 'more' ? 'more' : `${item.kind}:${item.id}`;
}
