import type { Workflow } from '../../../shared/model/workflow';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import { moveByDrop } from '../../platform/vscode/listMoves';
import type { WorkflowsItem } from '../../treeItems';
import { workflowIdOf, type StepItem } from './workflowsItem';

/** What moving steps takes: a part of the repository of workflows. */
interface Steps extends Pick<WorkflowRepository, 'addSteps' | 'removeSteps' | 'moveSteps'> {
  get(id: number): Promise<Pick<Workflow, 'steps'> | undefined>;
}

/** Moves steps to a workflow: to its end, or to the position of one of its steps. */
export async function moveSteps(workflows: Steps, steps: readonly StepItem[], target: WorkflowsItem): Promise<void> {
  const targetId = workflowIdOf(target);
  const workflow = await workflows.get(targetId);
  if (workflow === undefined) {
    return; // it vanished under the mouse
  }
  const at = target.kind === 'workflow' ? undefined : target.id;
  const own = steps.filter(({ workflowId }) => workflowId === targetId).map(({ id }) => id);
  const order = workflow.steps.map(({ id }) => id);
  const move = moveByDrop(order, own, at);
  if (move !== undefined) {
    await workflows.moveSteps(targetId, move.ids, move.before);
  }
  for (const sourceId of new Set(steps.map(({ workflowId }) => workflowId))) {
    if (sourceId !== targetId) {
      const ids = new Set(steps.filter(({ workflowId }) => workflowId === sourceId).map(({ id }) => id));
      const moved = (await workflows.get(sourceId))?.steps.filter(({ id }) => ids.has(id)) ?? [];
      await moveBetween(workflows, sourceId, moved, targetId, at);
    }
  }
}

/** Adds first and removes last, so that a failure on the way leaves a step too many and never one too few. */
async function moveBetween(
  workflows: Steps,
  sourceId: number,
  steps: readonly { readonly id: number; readonly payloadId: number }[],
  targetId: number,
  before: number | undefined,
): Promise<void> {
  if (steps.length === 0) {
    return;
  }
  const payloadIds = steps.map(({ payloadId }) => payloadId);
  const stepIds = steps.map(({ id }) => id);
  await workflows.addSteps(targetId, payloadIds, before);
  await workflows.removeSteps(sourceId, stepIds);
}
