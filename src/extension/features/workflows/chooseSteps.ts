import * as vscode from 'vscode';
import type { Workflow, WorkflowStep } from '../../../shared/model/workflow';
import { ofKind } from '../../platform/vscode/chosenItems';
import { choosePlacesOf } from '../../platform/vscode/chooseOwners';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
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
  const steps = ofKind(items, 'step');
  const found = await chooseWorkflows(workflows, steps.length > 0 ? steps : items, title);
  const names = new Map((await payloads.all()).map(({ id, name }) => [id, name]));
  const chosen = await choosePlacesOf({
    title,
    placeIds: steps.map(({ id }) => id),
    owners: found,
    placesOf: (workflow) => workflow.steps,
    empty: ({ name }) => vscode.l10n.t('The workflow "{0}" has no steps yet.', name),
    placeholder: ({ name }) => vscode.l10n.t('Pick steps of "{0}"', name),
    row: ({ payloadId }, position) => ({
      label: `${position + 1}. ${escapeIcons(names.get(payloadId) ?? vscode.l10n.t('(deleted payload)'))}`,
    }),
  });
  return chosen.map(({ owner, places }) => ({ workflow: owner, steps: places }));
}
