import * as vscode from 'vscode';
import type { Workflow } from '../../../shared/model/workflow';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import { escapeIcons } from './escapeIcons';
import { offerToMake } from './offerToMake';
import { askChoice } from './quickChoice';
import { stepCount } from './stepCount';

/** Asks for a workflow; undefined when the person gives up, and when there are none, which is told with a way to make one. */
export async function pickWorkflow(
  workflows: Pick<WorkflowRepository, 'all'>,
  title: string,
): Promise<Workflow | undefined> {
  const all = await workflows.all();
  if (all.length === 0) {
    offerToMake(
      vscode.l10n.t('There are no workflows yet.'),
      vscode.l10n.t('New Workflow'),
      'llmOrchestrator.workflows.create',
    );
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
