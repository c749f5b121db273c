import * as vscode from 'vscode';
import { chosenItems } from '../../platform/vscode/chosenItems';
import { movesDown, movesUp } from '../../platform/vscode/listMoves';
import { pickPayloads } from '../../platform/vscode/pickPayloads';
import type { Tree } from '../../platform/vscode/tree';
import type { WorkflowsItem } from '../../treeItems';
import { chooseSteps, type ChosenSteps } from './chooseSteps';
import { chooseWorkflows } from './chooseWorkflows';
import type { WorkflowsDependencies } from './workflowsDependencies';
import { workflowItem } from './workflowsItem';

/** Registers what can be done with the steps of a workflow. */
export function registerStepCommands(
  dependencies: WorkflowsDependencies,
  tree: Tree<WorkflowsItem>,
): vscode.Disposable {
  const { commands, workflows } = dependencies;
  const chosen = (item?: WorkflowsItem, items?: readonly WorkflowsItem[]): readonly WorkflowsItem[] =>
    chosenItems(item, items, tree.view.selection);
  const move = async (steps: readonly ChosenSteps[], moves: typeof movesUp): Promise<void> => {
    for (const { workflow, steps: moved } of steps) {
      const order = workflow.steps.map(({ id }) => id);
      const ids = moved.map(({ id }) => id);
      for (const one of moves(order, ids)) {
        await workflows.moveSteps(workflow.id, one.ids, one.before);
      }
    }
  };

  return vscode.Disposable.from(
    commands.register('llmOrchestrator.workflows.addPayloads', (...args) =>
      addPayloads(dependencies, tree, chosen(...args).slice(0, 1)),
    ),
    commands.register('llmOrchestrator.workflows.removeStep', async (...args) => {
      const title = vscode.l10n.t('Remove from Workflow');
      for (const { workflow, steps } of await chooseSteps(dependencies, chosen(...args), title)) {
        const ids = steps.map(({ id }) => id);
        await workflows.removeSteps(workflow.id, ids);
      }
    }),
    commands.register('llmOrchestrator.workflows.moveStepUp', async (...args) =>
      move(await chooseSteps(dependencies, chosen(...args), vscode.l10n.t('Move Up')), movesUp),
    ),
    commands.register('llmOrchestrator.workflows.moveStepDown', async (...args) =>
      move(await chooseSteps(dependencies, chosen(...args), vscode.l10n.t('Move Down')), movesDown),
    ),
  );
}

async function addPayloads(
  { workflows, payloads }: WorkflowsDependencies,
  tree: Tree<WorkflowsItem>,
  items: readonly WorkflowsItem[],
): Promise<void> {
  const [workflow] = await chooseWorkflows(workflows, items, vscode.l10n.t('Add Payloads'));
  if (workflow === undefined) {
    return;
  }
  const payloadIds = await pickPayloads(payloads, vscode.l10n.t('Add Payloads to "{0}"', workflow.name));
  if (payloadIds.length > 0) {
    await workflows.addSteps(workflow.id, payloadIds);
    await tree.reveal(workflowItem(workflow.id), { expand: true });
  }
}
