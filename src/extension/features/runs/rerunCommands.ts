import * as vscode from 'vscode';
import type { Run } from '../../../shared/model/run';
import type { StepSelection } from '../../engine/runner';
import type { RunsItem, WorkflowsItem } from '../../treeItems';
import { chooseRuns } from './chooseRuns';
import { stepToRun } from './rerunTarget';
import { isResumable } from './runRows';
import type { RunsDependencies } from './runsDependencies';
import { startRun } from './startRun';

/** Registers what runs only a part of a workflow again. `chosen` says which items of the view Runs are meant. */
export function registerRerunCommands(
  dependencies: RunsDependencies,
  chosen: (item?: RunsItem, items?: readonly RunsItem[]) => readonly RunsItem[],
): vscode.Disposable {
  const { commands } = dependencies;
  const fromStep =
    (kind: 'from' | 'only', title: string) =>
    async (item?: RunsItem | WorkflowsItem): Promise<void> => {
      const target = await stepToRun(dependencies, item ?? chosen()[0], title);
      if (target === undefined) {
        return;
      }
      if ('payloadId' in target) {
        await startRun(dependencies, target);
        return;
      }
      const { workflowId, stepId, sourceRunId } = target;
      const source = sourceRunId === undefined ? {} : { sourceRunId };
      await startRun(dependencies, { workflowId, options: { steps: { kind, stepId }, ...source } });
    };
  return vscode.Disposable.from(
    commands.register('llmOrchestrator.runs.resume', async (...args) => {
      const title = vscode.l10n.t('Resume Run');
      await rerun(dependencies, await chooseRuns(dependencies, chosen(...args), title, canResume), 'unfinished');
    }),
    commands.register('llmOrchestrator.runs.runStale', async (...args) => {
      const title = vscode.l10n.t('Run Stale Steps');
      await rerun(dependencies, await chooseRuns(dependencies, chosen(...args), title, isOfWorkflow), 'stale');
    }),
    commands.register('llmOrchestrator.runs.runFrom', fromStep('from', vscode.l10n.t('Run From Here'))),
    commands.register('llmOrchestrator.runs.runOnly', fromStep('only', vscode.l10n.t('Run Only This Step'))),
  );
}

/** Begins a run for each of these that takes over from it what the selection leaves. */
async function rerun(
  dependencies: RunsDependencies,
  runs: readonly Run[],
  kind: Extract<StepSelection['kind'], 'unfinished' | 'stale'>,
): Promise<void> {
  for (const { id, workflowId } of runs) {
    if (workflowId !== null) {
      await startRun(dependencies, { workflowId, options: { steps: { kind }, sourceRunId: id } });
      continue;
    }
    const payloadId = (await dependencies.runs.steps(id))[0]?.payloadId ?? null;
    if (payloadId === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('What that run ran no longer exists.'));
    } else {
      await startRun(dependencies, { payloadId });
    }
  }
}

function canResume(run: Run): boolean {
  return isResumable(run) && isOfWorkflow(run);
}

function isOfWorkflow({ workflowId }: Run): boolean {
  return workflowId !== null;
}
