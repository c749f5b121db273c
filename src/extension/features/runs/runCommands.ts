import * as vscode from 'vscode';
import type { Run } from '../../../shared/model/run';
import { chosenItems } from '../../platform/vscode/chosenItems';
import type { Tree } from '../../platform/vscode/tree';
import type { RunsItem } from '../../treeItems';
import { showActiveRuns, stopRuns } from './activeRuns';
import { chooseRuns } from './chooseRuns';
import { deleteRuns } from './deleteRuns';
import { openPrompts, openRuns } from './openRuns';
import { registerRerunCommands } from './rerunCommands';
import { registerResultCommands } from './resultCommands';
import type { RunsDependencies } from './runsDependencies';
import { startRun, type RunTarget } from './startRun';

/** Registers what can be done with runs and their responses. */
export function registerRunCommands(
  dependencies: RunsDependencies,
  tree: Tree<RunsItem>,
  showMore: () => void,
): vscode.Disposable {
  const { commands, runner } = dependencies;
  const chosen = (item?: RunsItem, items?: readonly RunsItem[]): readonly RunsItem[] =>
    chosenItems(item, items, tree.view.selection).filter(({ kind }) => kind !== 'more');

  return vscode.Disposable.from(
    registerResultCommands(dependencies, chosen),
    registerRerunCommands(dependencies, chosen),
    commands.register('llmOrchestrator.runs.open', (...args) => openRuns(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.openPrompt', (...args) => openPrompts(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.delete', (...args) => deleteRuns(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.stop', (...args) => stopRuns(runner, args[0], chosen(...args))),
    commands.register('llmOrchestrator.runs.showActive', () => showActiveRuns(runner)),
    commands.register('llmOrchestrator.runs.loadMore', showMore),
    commands.register('llmOrchestrator.runs.runAgain', async (...args) => {
      const runs = await chooseRuns(dependencies, chosen(...args), vscode.l10n.t('Run Again'));
      for (const target of await targetsOf(dependencies, runs)) {
        await startRun(dependencies, target);
      }
    }),
  );
}

/** What the runs ran, each once. A run of a payload alone has no workflow; its step or response knows it. */
async function targetsOf({ runs }: RunsDependencies, chosen: readonly Run[]): Promise<readonly RunTarget[]> {
  const workflowIds = new Set<number>();
  const payloadIds = new Set<number>();
  for (const { id, workflowId } of chosen) {
    if (workflowId !== null) {
      workflowIds.add(workflowId);
      continue;
    }
    const payloadId = (await runs.steps(id))[0]?.payloadId ?? (await runs.responses(id))[0]?.payloadId ?? null;
    if (payloadId !== null) {
      payloadIds.add(payloadId);
    } else {
      void vscode.window.showInformationMessage(vscode.l10n.t('What that run ran no longer exists.'));
    }
  }
  return [
    ...[...workflowIds].map((workflowId) => ({ workflowId })),
    ...[...payloadIds].map((payloadId) => ({ payloadId })),
  ];
}
