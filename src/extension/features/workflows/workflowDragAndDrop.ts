import type * as vscode from 'vscode';
import { payloadsMimeType, workflowsMimeType } from '../../ids';
import { ofKind } from '../../platform/vscode/chosenItems';
import { reportFailure } from '../../platform/vscode/commands';
import { putDragged } from '../../platform/vscode/dragData';
import { takeDragged } from '../../platform/vscode/takeDragged';
import type { WorkflowsItem } from '../../treeItems';
import { moveSteps } from './moveSteps';
import type { WorkflowsDependencies } from './workflowsDependencies';
import { isPayload, isWorkflowsItem, workflowIdOf } from './workflowsItem';

/** Dragging in the view Workflows: steps move inside a workflow and to another, payloads come from the view Payloads. */
export class WorkflowDragAndDrop implements vscode.TreeDragAndDropController<WorkflowsItem> {
  readonly dragMimeTypes = [workflowsMimeType];
  readonly dropMimeTypes = [workflowsMimeType, payloadsMimeType];

  constructor(private readonly dependencies: Pick<WorkflowsDependencies, 'workflows' | 'log'>) {}

  handleDrag(items: readonly WorkflowsItem[], data: vscode.DataTransfer): void {
    putDragged(data, workflowsMimeType, items);
  }

  async handleDrop(target: WorkflowsItem | undefined, data: vscode.DataTransfer): Promise<void> {
    try {
      await this.drop(target, data);
    } catch (error) {
      void reportFailure(this.dependencies.log, 'drop', error); // the drop is over; its notification may stay
    }
  }

  private async drop(target: WorkflowsItem | undefined, data: vscode.DataTransfer): Promise<void> {
    if (target === undefined) {
      return; // between workflows there is no place for a step
    }
    const { workflows } = this.dependencies;
    const payloads = await takeDragged(data, payloadsMimeType, isPayload);
    if (payloads.length > 0) {
      const ids = payloads.map(({ id }) => id);
      await workflows.addSteps(workflowIdOf(target), ids, target.kind === 'workflow' ? undefined : target.id);
      return;
    }
    const steps = ofKind(await takeDragged(data, workflowsMimeType, isWorkflowsItem), 'step');
    if (steps.length > 0) {
      await moveSteps(workflows, steps, target);
    }
  }
}
