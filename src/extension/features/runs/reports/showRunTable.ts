import * as vscode from 'vscode';
import { runTableUri } from '../../../platform/vscode/documentUris';
import type { RunsItem } from '../../../treeItems';
import { chooseRuns } from '../chooseRuns';
import type { RunsDependencies } from '../runsDependencies';
import { openPage } from './openPage';

/** Opens a table of the steps of each run, with tokens, times and speeds. */
export async function showRunTables(dependencies: RunsDependencies, items: readonly RunsItem[]): Promise<void> {
  for (const run of await chooseRuns(dependencies, items, vscode.l10n.t('Show Table of Steps'))) {
    await openPage(runTableUri(run.id, run.workflowName));
  }
}
