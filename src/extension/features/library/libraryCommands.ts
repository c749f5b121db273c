import * as vscode from 'vscode';
import type { LibraryCare } from '../../domain/ports/libraryCare';
import type { Clock } from '../../platform/ports/clock';
import type { Commands } from '../../platform/vscode/commands';
import { ReadOnlyMark } from './readOnlyMark';

/** What the commands about the library as a whole do. */
export interface LibraryCommandDependencies {
  readonly commands: Commands;
  readonly care: LibraryCare;
  readonly clock: Clock;
  readonly addSample: () => Promise<void>;
  readonly reopen: () => Promise<void>;
  /** Where the database is at this moment, whether or not it exists yet. */
  readonly databasePath: () => string;
}

/** Registers the commands that concern the library as a whole. What they do is loaded with the first of them. */
export function registerLibraryCommands(dependencies: LibraryCommandDependencies): vscode.Disposable {
  const { commands, care, clock, addSample, reopen, databasePath } = dependencies;
  const tasks = () => import('./databaseTasks');
  const mark = new ReadOnlyMark();
  return vscode.Disposable.from(
    mark,
    commands.register('llmOrchestrator.library.addSample', addSample),
    commands.register('llmOrchestrator.library.retry', async () => {
      mark.set(false);
      await reopen();
    }),
    commands.register('llmOrchestrator.library.openReadOnly', async () => {
      mark.set(false);
      await care.openReadOnly();
      mark.set(true);
    }),
    commands.register('llmOrchestrator.library.reveal', () => reveal(vscode.Uri.file(databasePath()))),
    commands.register('llmOrchestrator.library.show', async () => {
      const { showDatabase } = await import('./showDatabase');
      await showDatabase(care, clock);
    }),
    commands.register('llmOrchestrator.library.backUp', async () => (await tasks()).backUpNow({ care, clock })),
    commands.register('llmOrchestrator.library.restore', async () => {
      if (await (await tasks()).restoreBackup({ care, clock })) mark.set(false);
    }),
    commands.register('llmOrchestrator.library.check', async () => (await tasks()).checkIntegrity({ care, clock })),
    commands.register('llmOrchestrator.library.compact', async () => (await tasks()).compactDatabase({ care, clock })),
    commands.register('llmOrchestrator.library.chooseFile', async () => {
      const { chooseDatabaseFile } = await import('./chooseDatabaseFile');
      await chooseDatabaseFile(databasePath());
    }),
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
  const { revealFile } = await import('./databaseTasks');
  await revealFile(database);
}
