import * as vscode from 'vscode';
import type { Run } from '../../../../shared/model/run';
import { localize } from '../../../platform/vscode/localize';
import type { RunsItem } from '../../../treeItems';
import { chooseRuns } from '../chooseRuns';
import type { RunsDependencies } from '../runsDependencies';
import { readWholeRun } from './readRuns';
import { runMarkdown, type WholeRun } from './runMarkdown';
import { runRecords } from './runRecord';

/** Writes runs with all their texts into a file that the person names: Markdown to read, JSON for other programs. */
export async function exportRuns(dependencies: RunsDependencies, items: readonly RunsItem[]): Promise<void> {
  const runs = await chooseRuns(dependencies, items, vscode.l10n.t('Export Run'));
  if (runs.length === 0) {
    return;
  }
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Run'),
    saveLabel: vscode.l10n.t('Export'),
    filters: { Markdown: ['md'], JSON: ['json'] },
    ...proposedTarget(runs),
  });
  if (target === undefined) {
    return;
  }
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Exporting runs'), cancellable: true },
    async (_progress, token) => {
      const whole: WholeRun[] = [];
      for (const run of runs) {
        if (token.isCancellationRequested) {
          return;
        }
        whole.push(await readWholeRun(dependencies, run));
      }
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(written(whole, target)));
    },
  );
  void offerToOpen(target); // the command is over; the notification may stay
}

function written(runs: readonly WholeRun[], { path }: vscode.Uri): string {
  return path.toLowerCase().endsWith('.json')
    ? runRecords(runs)
    : runs.map((run) => runMarkdown(run, localize)).join('\n');
}

function proposedTarget(runs: readonly Run[]): Pick<vscode.SaveDialogOptions, 'defaultUri'> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) {
    return {};
  }
  const [first] = runs;
  const name = runs.length === 1 && first ? `${first.workflowName} run ${String(first.id)}` : 'runs';
  return {
    defaultUri: vscode.Uri.joinPath(folder, `${name.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-').slice(0, 100)}.md`),
  };
}

async function offerToOpen(target: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const message = vscode.l10n.t('Exported to {0}.', vscode.workspace.asRelativePath(target));
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('vscode.open', target);
  }
}
