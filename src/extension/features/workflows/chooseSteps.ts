import * as vscode from 'vscode';
import type { Workflow, WorkflowStep } from '../../../shared/model/workflow';
import { ofKind } from '../../platform/vscode/chosenItems';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoices } from '../../platform/vscode/quickChoice';
import type { WorkflowsItem } from '../../treeItems';
import { chooseWorkflows } from './chooseWorkflows';
import type { WorkflowsDependencies } from './workflowsDependencies';

/** Steps of one workflow, in order. */
export interface ChosenSteps {
  readonly workflow: Workflow;
  readonly steps: readonly WorkflowStep[];
}

/**
 * The steps that the items are, by workflow. Where no item is a step the person picks steps of the workflow. Empty when
 * the person gives up or all have vanished.
 */
export async function chooseSteps(
  { workflows, payloads }: Pick<WorkflowsDependencies, 'workflows' | 'payloads'>,
  items: readonly WorkflowsItem[],
  title: string,
): Promise<readonly ChosenSteps[]> {
  const stepItems = ofKind(items, 'step');
  if (stepItems.length > 0) {
    const ids = new Set(stepItems.map(({ id }) => id));
    const found = await chooseWorkflows(workflows, stepItems, title);
    return found
      .map((workflow) => ({ workflow, steps: workflow.steps.filter(({ id }) => ids.has(id)) }))
      .filter(({ steps }) => steps.length > 0);
  }
  const [workflow] = await chooseWorkflows(workflows, items, title);
  if (workflow === undefined) {
    return [];
  }
  if (workflow.steps.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The workflow "{0}" has no steps yet.', workflow.name));
    return [];
  }
  const names = new Map((await payloads.all()).map(({ id, name }) => [id, name]));
  const steps = await askChoices({
    title,
    placeholder: vscode.l10n.t('Pick steps of "{0}"', workflow.name),
    rows: workflow.steps.map((step, position) => ({
      label: `${position + 1}. ${escapeIcons(names.get(step.payloadId) ?? vscode.l10n.t('(deleted payload)'))}`,
      value: step,
    })),
  });
  return steps === undefined || steps.length === 0 ? [] : [{ workflow, steps }];
}
