import * as vscode from 'vscode';
import type { RunsItem } from '../../treeItems';
import { compareItems, openSideBySide } from './comparing/compareItems';
import { runOnEndpoints } from './comparing/runOnEndpoints';
import { commentOnResponse, rateResponses, useAnswer } from './judging/judgeResponses';
import { openThinking } from './openRuns';
import { exportRuns } from './reports/exportRuns';
import { showRunTables } from './reports/showRunTable';
import type { RunsDependencies } from './runsDependencies';

/** Registers what is done with results: reading, comparing, judging, exporting. `chosen` says which items are meant. */
export function registerResultCommands(
  dependencies: RunsDependencies,
  chosen: (item?: RunsItem, items?: readonly RunsItem[]) => readonly RunsItem[],
): vscode.Disposable {
  const { commands } = dependencies;
  return vscode.Disposable.from(
    commands.register('llmOrchestrator.runs.openThinking', (...args) => openThinking(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.compare', (...args) => compareItems(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.runOnEndpoints', (...args) => runOnEndpoints(dependencies, ...args)),
    commands.register('llmOrchestrator.runs.sideBySide', (...args) => openSideBySide(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.showTable', (...args) => showRunTables(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.export', (...args) => exportRuns(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.rate', (...args) => rateResponses(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.comment', (...args) => commentOnResponse(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.runs.useAnswer', (...args) => useAnswer(dependencies, chosen(...args))),
  );
}
