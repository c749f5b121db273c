import * as vscode from 'vscode';
import type { Workflow } from '../../../shared/model/workflow';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import { chooseOwners } from '../../platform/vscode/chooseOwners';
import { pickWorkflow } from '../../platform/vscode/pickWorkflow';
import type { WorkflowsItem } from '../../treeItems';
import { workflowIdOf } from './workflowsItem';

/**
 * The workflows that the items are or stand in, each once; without items the person picks one. Empty when the person
 * gives up or they have all vanished, which is told.
 */
export function chooseWorkflows(
  workflows: WorkflowRepository,
  items: readonly WorkflowsItem[],
  title: string,
): Promise<readonly Workflow[]> {
  return chooseOwners({
    ids: items.map(workflowIdOf),
    pick: async () => (await pickWorkflow(workflows, title))?.id,
    get: (id) => workflows.get(id),
    gone: vscode.l10n.t('That workflow no longer exists.'),
  });
}
