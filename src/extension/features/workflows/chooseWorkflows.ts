import * as vscode from 'vscode';
import type { Workflow } from '../../../shared/model/workflow';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import { execute } from '../../platform/vscode/commands';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoice } from '../../platform/vscode/quickChoice';
import type { WorkflowsItem } from '../../treeItems';
import { stepCount } from './workflowRows';
import { workflowIdOf } from './workflowsItem';

/**
 * The workflows that the items are or stand in, each once; without items the person picks one. Empty when the person
 * gives up or they have all vanished, which is told.
 */
export async function chooseWorkflows(
  workflows: WorkflowRepository,
  items: readonly WorkflowsItem[],
  title: string,
): Promise<readonly Workflow[]> {
  if (items.length === 0) {
    const picked = await pickWorkflow(workflows, title);
    return picked === undefined ? [] : [picked];
  }
  const ids = [...new Set(items.map(workflowIdOf))];
  const found = (await Promise.all(ids.map((id) => workflows.get(id)))).filter((workflow) => workflow !== undefined);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('That workflow no longer exists.'));
  }
  return found;
}

async function pickWorkflow(workflows: WorkflowRepository, title: string): Promise<Workflow | undefined> {
  const all = await workflows.all();
  if (all.length === 0) {
    void offerNewWorkflow(); // the command is over; what the person answers is another one
    return undefined;
  }
  const answer = await askChoice({
    title,
    placeholder: vscode.l10n.t('Pick a workflow'),
    rows: all.map((workflow) => ({
      label: escapeIcons(workflow.name),
      description: stepCount(workflow.steps.length),
      value: workflow,
    })),
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

async function offerNewWorkflow(): Promise<void> {
  const create = vscode.l10n.t('New Workflow');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no workflows yet.'), create);
  if (answer === create) {
    await execute('llmOrchestrator.workflows.create');
  }
}
