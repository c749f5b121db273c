import type { Workflow } from '../../../shared/model/workflow';
import type { StepContent, StepPatch, WorkflowPatch, WorkflowRepository } from '../../domain/ports/workflowRepository';
import { ListOperations, type ListOperation } from '../../platform/vscode/panels/listOperations';

/** One transaction on a workflow. */
export type WorkflowOperation = ListOperation<WorkflowPatch, StepContent, StepPatch>;

/** Performs operations on one workflow. */
export function workflowOperations(
  workflowId: number,
  workflows: Pick<WorkflowRepository, 'update' | 'insertSteps' | 'removeSteps' | 'moveSteps' | 'updateStep'>,
): ListOperations<Workflow, WorkflowPatch, StepContent, StepPatch> {
  return new ListOperations({
    set: (patch) => workflows.update(workflowId, patch),
    insert: (contents, before) => workflows.insertSteps(workflowId, contents, before),
    remove: (ids) => workflows.removeSteps(workflowId, ids),
    move: (ids, before) => workflows.moveSteps(workflowId, ids, before),
    change: (id, patch) => workflows.updateStep(workflowId, id, patch),
    placesOf: ({ steps }) => steps,
    contentOf: ({ payloadId, settings }) => ({ payloadId, settings }),
    patchOf: ({ payloadId, settings }) => ({ ...settings, payloadId }),
  });
}
