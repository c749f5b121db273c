import type { Workflow, WorkflowStep } from '../../../shared/model/workflow';
import type { PayloadsItem, WorkflowsItem } from '../../treeItems';

/** One step of a workflow, as the tree knows it. */
export type StepItem = Extract<WorkflowsItem, { readonly kind: 'step' }>;

/** The item of a workflow. */
export function workflowItem(id: number): WorkflowsItem {
  return { kind: 'workflow', id };
}

/** The item of a step. */
export function stepItem(workflow: Pick<Workflow, 'id'>, step: WorkflowStep): StepItem {
  return { kind: 'step', workflowId: workflow.id, id: step.id, payloadId: step.payloadId };
}

/** The workflow that an item is or stands in. */
export function workflowIdOf(item: WorkflowsItem): number {
  return item.kind === 'workflow' ? item.id : item.workflowId;
}

/** Tells items apart for the tree; the ids of its rows. */
export function workflowsItemKey(item: WorkflowsItem): string {
  return item.kind === 'workflow' ? `workflow:${item.id}` : `step:${item.id}`;
}

/** Whether something that came out of a drag is an item of this view. */
export function isWorkflowsItem(value: unknown): value is WorkflowsItem {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { kind, id, workflowId, payloadId } = value as Partial<Record<string, unknown>>;
  return (
    Number.isSafeInteger(id) &&
    (kind === 'workflow' || (kind === 'step' && Number.isSafeInteger(workflowId) && Number.isSafeInteger(payloadId)))
  );
}

/** Whether something that came out of a drag is a payload of the view Payloads. */
export function isPayload(value: unknown): value is Extract<PayloadsItem, { readonly kind: 'payload' }> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { kind, id } = value as Partial<Record<string, unknown>>;
  return kind === 'payload' && Number.isSafeInteger(id);
}
