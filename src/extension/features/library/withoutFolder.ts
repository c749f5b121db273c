import * as vscode from 'vscode';
import { viewIds } from '../../ids';
import { setContext } from '../../platform/vscode/context';

/** What is read of the manifest. */
export interface ContributedCommands {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** The commands that work without a folder; they are registered elsewhere. */
const INDEPENDENT = /^llmOrchestrator\.(showLog|practice\.\w+)$/;

/** A tree without items, so that its welcome view shows. */
const NOTHING: vscode.TreeDataProvider<never> = { getChildren: () => [], getTreeItem: (item) => item };

/** Makes a window without a folder say what to do, in its views and on every command that needs a library. */
export function registerWithoutFolder(manifest: ContributedCommands): vscode.Disposable {
  setContext('llmOrchestrator.state', 'noFolder');
  const views = [viewIds.blocks, viewIds.payloads, viewIds.workflows, viewIds.runs, viewIds.endpoints];
  return vscode.Disposable.from(
    ...views.map((view) => vscode.window.registerTreeDataProvider(view, NOTHING)),
    ...manifest.contributes.commands
      .filter(({ command }) => !INDEPENDENT.test(command))
      .map(({ command }) => vscode.commands.registerCommand(command, askForFolder)),
  );
}

function askForFolder(): void {
  void offerToOpenFolder(); // the command is over; the question may stay for as long as it likes
}

async function offerToOpenFolder(): Promise<void> {
  const open = vscode.l10n.t('Open Folder');
  const message = vscode.l10n.t('LLM Orchestrator keeps its library in a folder. Open one first.');
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('vscode.openFolder');
  }
}
