import * as vscode from 'vscode';
import type { Subscribe } from '../../domain/ports/events';
import { panelTypes } from '../../ids';
import { ofKind } from '../../platform/vscode/chosenItems';
import { execute, type Commands } from '../../platform/vscode/commands';
import type { DraggedItems } from '../../platform/vscode/draggedItems';
import { localize } from '../../platform/vscode/localize';
import { openBlockBeside, openResponseBeside } from '../../platform/vscode/panels/openBeside';
import { registerBuilder } from '../../platform/vscode/panels/registerBuilder';
import { pickPayload, pickPayloads } from '../../platform/vscode/pickPayloads';
import { pickWorkflow } from '../../platform/vscode/pickWorkflow';
import type { PayloadsItem, WorkflowsItem } from '../../treeItems';
import type { WorkflowBuilderDependencies, WorkflowBuilderSurroundings } from './workflowBuilderDependencies';

/** What the feature works with. */
export interface WorkflowBuilderFeatureDependencies extends Omit<WorkflowBuilderDependencies, 'say'> {
  /** What is dragged out of the view Payloads. */
  readonly draggedPayloads: DraggedItems<PayloadsItem>;
  readonly commands: Commands;
  /** Raised when another library is about to be read. */
  readonly onDidMove: Subscribe<void>;
  /** The folder of the bundles of pages. */
  readonly pages: vscode.Uri;
}

/** Registers the panel in which payloads are ordered into a workflow, and the command that opens it. */
export function registerWorkflowBuilder(dependencies: WorkflowBuilderFeatureDependencies): vscode.Disposable {
  const { commands, workflows, onDidMove, pages } = dependencies;
  return registerBuilder({
    panelType: panelTypes.workflowBuilder,
    onDidMove,
    load: async () => {
      const { workflowBuilderPanels } = await import('./workflowBuilderPanels');
      return workflowBuilderPanels({ ...dependencies, say: localize }, surroundings(dependencies), pages);
    },
    commands: (panels) => [
      commands.register('llmOrchestrator.workflows.openBuilder', async (item?: WorkflowsItem) => {
        const workflow =
          item === undefined
            ? await pickWorkflow(workflows, vscode.l10n.t('Open Workflow Builder'))
            : await workflows.get(item.kind === 'workflow' ? item.id : item.workflowId);
        if (workflow !== undefined) {
          await (await panels()).show(workflow.id, workflow.name);
        } else if (item !== undefined) {
          void vscode.window.showInformationMessage(vscode.l10n.t('That workflow no longer exists.'));
        }
      }),
    ],
  });
}

function surroundings({
  blocks,
  runs,
  payloads,
  draggedPayloads,
}: WorkflowBuilderFeatureDependencies): WorkflowBuilderSurroundings {
  return {
    pickPayloads: (workflowName) => pickPayloads(payloads, vscode.l10n.t('Add Payloads to "{0}"', workflowName)),
    droppedPayloads: () => ofKind(draggedPayloads.last, 'payload').map(({ id }) => id),
    pickPayload: (currentId) => pickPayload(payloads, vscode.l10n.t('Change Payload'), currentId),
    openPayload: (id) => execute('llmOrchestrator.payloads.openBuilder', { kind: 'payload', id }),
    openBlock: (blockId, start, end) => openBlockBeside(blocks, blockId, start, end),
    openResponse: (responseId, runId) => openResponseBeside(runs, responseId, runId),
  };
}
