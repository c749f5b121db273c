import * as vscode from 'vscode';
import { chosenItems } from '../../platform/vscode/chosenItems';
import type { Tree } from '../../platform/vscode/tree';
import type { RunsItem } from '../../treeItems';
import { showActiveRuns, stopRuns } from './activeRuns';
import { chooseRuns } from './chooseRuns';
import { deleteRuns } from './deleteRuns';
import { openPrompts, openRuns } from './openRuns';
import type { RunsDependencies } from './runsDependencies';
import { startRun } from './startRun';

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
    commands.register('llmOrchestrator.runs.open', (...args) => openRuns(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.openPrompt', (...args) => openPrompts(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.delete', (...args) => deleteRuns(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.stop', (...args) => stopRuns(runner, args[0], chosen(...args))),
    commands.register('llmOrchestrator.runs.showActive', () => showActiveRuns(runner)),
    commands.register('llmOrchestrator.runs.loadMore', showMore),
    commands.register('llmOrchestrator.runs.runAgain', async (...args) => {
      const runs = await chooseRuns(dependencies, chosen(...args), vscode.l10n.t('Run Again'));
      const workflowIds = new Set(runs.map(({ workflowId }) => workflowId));
      for (const id of workflowIds) {
        if (id === null) {
          void vscode.window.showInformationMessage(vscode.l10n.t('The workflow of that run no longer exists.'));
        } else {
          await startRun(dependencies, id);
        }
      }
    }),
  );
}
