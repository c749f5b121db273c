import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CareOptions, DatabaseCopy, LibraryCare } from '../../domain/ports/libraryCare';
import type { Clock } from '../../platform/ports/clock';
import { askChoice, separator } from '../../platform/vscode/quickChoice';
import { formatBytes } from './byteSize';
import { copyRows } from './copyRows';
import { formatFullTime } from '../../platform/vscode/localTime';

/** What tasks on the database need. */
export interface DatabaseTaskDependencies {
  readonly care: LibraryCare;
  readonly clock: Clock;
}

/** What database files are called, for dialogs. */
export const databaseFilters = { SQLite: ['db', 'sqlite', 'sqlite3'], '*': ['*'] };

/** Copies the database now, and says where the copy is. */
export async function backUpNow({ care }: DatabaseTaskDependencies): Promise<void> {
  const copy = await withProgress(vscode.l10n.t('Copying the database'), (options) => care.backUp(options));
  if (copy === 'cancelled') return;
  if (!copy) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to copy yet.')); // nothing depends on its end
    return;
  }
  const message = vscode.l10n.t(
    'The database was copied to {0} ({1}).',
    copy.path,
    formatBytes(copy.size, vscode.env.language),
  );
  void offerToReveal(message, copy.path); // the task is over; the notification may stay for as long as it likes
}

/** Asks for a copy and puts it in the place of the database. True when that was done. */
export async function restoreBackup({ care, clock }: DatabaseTaskDependencies): Promise<boolean> {
  const source = await askForCopy(await care.copies(), clock.now());
  if (source === undefined) return false;
  const restore = vscode.l10n.t('Restore');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Put this copy in the place of the database? {0}', source.description),
    { modal: true, detail: vscode.l10n.t('What is there now is copied first, so that you can go back.') },
    restore,
  );
  if (answer !== restore) return false;
  const kept = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Restoring the database') },
    () => care.restore(source.path),
  );
  const message = kept
    ? vscode.l10n.t('The database was restored. What was there before is kept in {0}.', kept.path)
    : vscode.l10n.t('The database was restored.');
  void vscode.window.showInformationMessage(message); // nothing depends on its end
  return true;
}

/** Looks for faults in the database, and says what was found. */
export async function checkIntegrity({ care }: DatabaseTaskDependencies): Promise<void> {
  const found = await withProgress(vscode.l10n.t('Checking the database'), (options) => care.check(options));
  if (found === 'cancelled') return;
  const { faults, indexIsBroken } = found;
  const [first] = faults;
  if (first === undefined && indexIsBroken) return offerToRebuild(care);
  if (first === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The database is sound.')); // nothing depends on its end
    return;
  }
  const restore = vscode.l10n.t('Restore Backup…');
  const message = vscode.l10n.t('The database has {0} faults, the first: {1}', faults.length, first);
  void vscode.window.showErrorMessage(message, restore).then((answer) => {
    if (answer === restore) void vscode.commands.executeCommand('llmOrchestrator.library.restore'); // it reports itself
  });
}

/** What is wrong with the index alone is put right without a copy: whatever it holds is in the blocks too. */
async function offerToRebuild(care: LibraryCare): Promise<void> {
  const rebuild = vscode.l10n.t('Rebuild Index');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The index of words, by which blocks are searched, does not fit the blocks. Your blocks are sound: the index can be made anew from them.',
    ),
    rebuild,
  );
  if (answer !== rebuild) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Making the index of words anew') },
    () => care.rebuildIndex(),
  );
  void vscode.window.showInformationMessage(vscode.l10n.t('The index of words was made anew.')); // nothing depends on its end
}

/** Gives free pages back to the disk, and says how much that was. */
export async function compactDatabase({ care }: DatabaseTaskDependencies): Promise<void> {
  const { before, after } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Compacting the database') },
    () => care.compact(),
  );
  const { language } = vscode.env;
  const message =
    after < before
      ? vscode.l10n.t(
          'The database now takes {0} instead of {1}.',
          formatBytes(after, language),
          formatBytes(before, language),
        )
      : vscode.l10n.t('There was nothing to gain: the database takes {0}.', formatBytes(after, language));
  void vscode.window.showInformationMessage(message); // nothing depends on its end
}

/** What was chosen to be restored, and words for it. */
interface ChosenCopy {
  readonly path: string;
  readonly description: string;
}

async function askForCopy(copies: readonly DatabaseCopy[], now: number): Promise<ChosenCopy | undefined> {
  const other = { label: vscode.l10n.t('$(folder-opened) Choose a File…'), value: undefined };
  const answer = await askChoice<DatabaseCopy | undefined>({
    title: vscode.l10n.t('Restore Backup'),
    placeholder:
      copies.length > 0
        ? vscode.l10n.t('The copy that takes the place of the database')
        : vscode.l10n.t('No copy is kept beside the database'),
    rows: copies.length > 0 ? [...copyRows(copies, now), separator(''), other] : [other],
  });
  if (answer === undefined || answer === 'back') return undefined;
  if (answer.value) {
    return { path: answer.value.path, description: formatFullTime(answer.value.madeAt, vscode.env.language) };
  }
  const [file] = (await vscode.window.showOpenDialog({ filters: databaseFilters })) ?? [];
  return file && { path: file.fsPath, description: path.basename(file.fsPath) };
}

/** Shows how far a task is; `cancelled` when the person ended it. */
function withProgress<T>(title: string, task: (options: CareOptions) => Promise<T>): Thenable<T | 'cancelled'> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => {
      controller.abort();
    });
    let shown = 0;
    try {
      return await task({
        signal: controller.signal,
        onProgress: ({ done, total }) => {
          const percent = Math.floor((100 * done) / Math.max(1, total));
          // Copying begins anew when somebody writes meanwhile.
          if (percent > shown) progress.report({ increment: percent - shown });
          shown = Math.max(shown, percent);
        },
      });
    } catch (error) {
      if (controller.signal.aborted) return 'cancelled';
      throw error;
    }
  });
}

async function offerToReveal(message: string, file: string): Promise<void> {
  const reveal = vscode.l10n.t('Show in Folder');
  if ((await vscode.window.showInformationMessage(message, reveal)) === reveal) {
    await revealFile(vscode.Uri.file(file));
  }
}

/** Shows a file where the person keeps files: a browser has no file manager, but the Explorer is everywhere. */
export async function revealFile(file: vscode.Uri): Promise<void> {
  const command = vscode.env.uiKind === vscode.UIKind.Desktop ? 'revealFileInOS' : 'revealInExplorer';
  await vscode.commands.executeCommand(command, file);
}
