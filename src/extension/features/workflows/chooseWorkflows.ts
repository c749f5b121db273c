import * as vscode from 'vscode';
import type { Workflow } from '../../../shared/model/workflow';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import { pickWorkflow } from '../../platform/vscode/pickWorkflow';
import type { WorkflowsItem } from '../../treeItems';
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
