import * as vscode from 'vscode';
import type { Workflow } from '../../../shared/model/workflow';
import { chosenItems, ofKind } from '../../platform/vscode/chosenItems';
import { execute } from '../../platform/vscode/commands';
import { confirmDelete } from '../../platform/vscode/confirm';
import { askName } from '../../platform/vscode/nameInput';
import { pickPayloads } from '../../platform/vscode/pickPayloads';
import type { Tree } from '../../platform/vscode/tree';
import type { WorkflowsItem } from '../../treeItems';
import { chooseWorkflows } from './chooseWorkflows';
import type { WorkflowsDependencies } from './workflowsDependencies';
import { workflowItem } from './workflowsItem';

/** Registers what can be done with whole workflows. */
export function registerWorkflowCommands(
  dependencies: WorkflowsDependencies,
  tree: Tree<WorkflowsItem>,
): vscode.Disposable {
  const { commands, workflows } = dependencies;
  const chosen = (item?: WorkflowsItem, items?: readonly WorkflowsItem[]): readonly WorkflowsItem[] =>
    chosenItems(item, items, tree.view.selection);

  return vscode.Disposable.from(
    commands.register('llmOrchestrator.workflows.create', () => create(dependencies, tree)),
    commands.register('llmOrchestrator.workflows.rename', (...args) =>
      rename(dependencies, chosen(...args).slice(0, 1)),
    ),
    commands.register('llmOrchestrator.workflows.duplicate', async (...args) => {
      for (const { id } of await chooseWorkflows(workflows, chosen(...args), vscode.l10n.t('Duplicate Workflow'))) {
        const copy = await workflows.duplicate(id);
        await tree.reveal(workflowItem(copy.id));
      }
    }),
    commands.register('llmOrchestrator.workflows.delete', (...args) => remove(dependencies, chosen(...args))),
  );
}

async function create({ workflows, payloads }: WorkflowsDependencies, tree: Tree<WorkflowsItem>): Promise<void> {
  const name = await askName({
    title: vscode.l10n.t('New Workflow'),
    prompt: vscode.l10n.t('The name of the workflow'),
  });
  if (name === undefined) {
    return;
  }
  const workflow = await workflows.create(name);
  const payloadIds = await pickPayloads(payloads, vscode.l10n.t('Payloads of "{0}"', workflow.name));
  if (payloadIds.length > 0) {
    await workflows.addSteps(workflow.id, payloadIds);
  }
  await tree.reveal(workflowItem(workflow.id), { expand: true });
}

async function rename({ workflows }: WorkflowsDependencies, items: readonly WorkflowsItem[]): Promise<void> {
  const [item] = items;
  if (item?.kind === 'step') {
    await execute('llmOrchestrator.payloads.rename', { kind: 'payload', id: item.payloadId });
    return;
  }
  const [workflow] = await chooseWorkflows(workflows, items, vscode.l10n.t('Rename Workflow'));
  if (workflow === undefined) {
    return;
  }
  const name = await askName({
    title: vscode.l10n.t('Rename Workflow'),
    prompt: vscode.l10n.t('The new name'),
    value: workflow.name,
  });
  if (name !== undefined && name !== workflow.name) {
    await workflows.update(workflow.id, { name });
  }
}

/** The Delete key on steps takes them out of their workflows; on workflows it deletes these. */
async function remove({ workflows }: WorkflowsDependencies, items: readonly WorkflowsItem[]): Promise<void> {
  const steps = ofKind(items, 'step');
  if (steps.length > 0 && steps.length === items.length) {
    await execute('llmOrchestrator.workflows.removeStep', steps[0], steps);
    return;
  }
  const doomed = await chooseWorkflows(workflows, ofKind(items, 'workflow'), vscode.l10n.t('Delete Workflow'));
  if (doomed.length === 0) {
    return;
  }
  const ids = doomed.map(({ id }) => id);
  const runs = await workflows.countRuns(ids);
  if (await confirmDelete(deleteQuestion(doomed), deleteDetail(runs))) {
    await workflows.delete(ids);
  }
}

function deleteQuestion(doomed: readonly Workflow[]): string {
  const [first] = doomed;
  return doomed.length === 1 && first !== undefined
    ? vscode.l10n.t('Delete the workflow "{0}"?', first.name)
    : vscode.l10n.t('Delete {0} workflows?', doomed.length);
}

function deleteDetail(runs: number): string {
  const kept = vscode.l10n.t('Its payloads stay.');
  switch (runs) {
    case 0:
      return kept;
    case 1:
      return `${vscode.l10n.t('1 run is deleted as well, with its responses.')} ${kept}`;
    default:
      return `${vscode.l10n.t('{0} runs are deleted as well, with their responses.', runs)} ${kept}`;
  }
}
