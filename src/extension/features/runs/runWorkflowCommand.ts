import * as vscode from 'vscode';
import type { Workflow } from '../../../shared/model/workflow';
import { execute } from '../../platform/vscode/commands';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { formatRelativeTime, parseUtc } from '../../platform/vscode/localTime';
import { askChoice, type Choice } from '../../platform/vscode/quickChoice';
import type { WorkflowsItem } from '../../treeItems';
import { lastChoice, rememberChoice } from './choiceMemory';
import type { RunsDependencies } from './runsDependencies';
import { explainRestrictedMode, startRun } from './startRun';
import { byLastUse } from './workflowOrder';

/** Registers "Run Workflow": on a workflow or step of the tree, or with a pick. */
export function registerRunWorkflowCommand(dependencies: RunsDependencies): vscode.Disposable {
  return dependencies.commands.register('llmOrchestrator.runs.runWorkflow', async (item, items) => {
    const chosen =
      item === undefined ? await pickWorkflow(dependencies, vscode.l10n.t('Run Workflow')) : workflowIds(item, items);
    for (const id of chosen) {
      await startRun(dependencies, { workflowId: id });
    }
  });
}

/** The workflows that items are or belong to, each once. */
export function workflowIds(item: WorkflowsItem, items: readonly WorkflowsItem[] = [item]): readonly number[] {
  return [...new Set(items.map((one) => (one.kind === 'workflow' ? one.id : one.workflowId)))];
}

/** Asks for a workflow, the last used one first; none when the person gives up or there are none, which is told. */
export async function pickWorkflow(dependencies: RunsDependencies, title: string): Promise<readonly number[]> {
  const { workflows, state, clock } = dependencies;
  if (!vscode.workspace.isTrusted) {
    void explainRestrictedMode(); // the command is over; what the person answers is another one
    return [];
  }
  const all = byLastUse(await workflows.all(), lastChoice(state));
  if (all.length === 0) {
    void offerNewWorkflow();
    return [];
  }
  const answer = await askChoice({
    title,
    placeholder: vscode.l10n.t('Pick the workflow to run'),
    rows: all.map((workflow) => row(workflow, clock.now())),
  });
  if (answer === undefined || answer === 'back') {
    return [];
  }
  await rememberChoice(state, answer.value);
  return [answer.value];
}

function row(workflow: Workflow, now: number): Choice<number> {
  const count = workflow.steps.length;
  const steps = count === 1 ? vscode.l10n.t('1 step') : vscode.l10n.t('{0} steps', count);
  const ran =
    workflow.lastRunAt === null
      ? vscode.l10n.t('never run')
      : vscode.l10n.t('run {0}', formatRelativeTime(parseUtc(workflow.lastRunAt), now, vscode.env.language));
  return { label: escapeIcons(workflow.name), description: `${steps} · ${ran}`, value: workflow.id };
}

async function offerNewWorkflow(): Promise<void> {
  const create = vscode.l10n.t('New Workflow');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no workflows yet.'), create);
  if (answer === create) {
    await execute('llmOrchestrator.workflows.create');
  }
}
