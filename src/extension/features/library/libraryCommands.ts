import * as vscode from 'vscode';
import type { Commands } from '../../platform/vscode/commands';

/** What the commands about the library as a whole do. */
interface LibraryCommandDependencies {
  readonly commands: Commands;
  readonly addSample: () => Promise<void>;
  readonly reopen: () => Promise<void>;
  /** Where the database is, whether or not it exists yet. */
  readonly databasePath: string;
}

/** Registers the commands that concern the library as a whole. */
export function registerLibraryCommands(dependencies: LibraryCommandDependencies): vscode.Disposable {
  const { commands, addSample, reopen, databasePath } = dependencies;
  return vscode.Disposable.from(
    commands.register('llmOrchestrator.library.addSample', addSample),
    commands.register('llmOrchestrator.library.retry', reopen),
    commands.register('llmOrchestrator.library.reveal', () => reveal(vscode.Uri.file(databasePath))),
  );
}

async function reveal(database: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.stat(database);
  } catch {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'There is no database yet: it appears at {0} with the first thing that you store.',
        database.fsPath,
      ),
    );
    return;
  }
  // A browser has no file manager to show it in; the Explorer is everywhere.
  const command = vscode.env.uiKind === vscode.UIKind.Desktop ? 'revealFileInOS' : 'revealInExplorer';
  await vscode.commands.executeCommand(command, database);
}
