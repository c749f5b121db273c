import * as path from 'node:path';
import * as vscode from 'vscode';
import { schemes, settingsSection } from '../../ids';
import { askChoice } from '../../platform/vscode/quickChoice';
import { databaseFilters } from './databaseTasks';

/** The setting that says where the database is. */
const SETTING = 'databasePath';

/** Asks for another database and writes the setting, which takes effect at once. */
export async function chooseDatabaseFile(current: string): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void offerTrust(); // the command is over; the question may stay for as long as it likes
    return;
  }
  if (vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.scheme === schemes.block)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Save the blocks that you have changed, or revert them, first.'),
    ); // nothing depends on its end
    return;
  }
  const answer = await askChoice<'existing' | 'new' | 'default'>({
    title: vscode.l10n.t('Choose Another Database File'),
    placeholder: current,
    rows: [
      { label: vscode.l10n.t('$(folder-opened) An Existing Database…'), value: 'existing' },
      { label: vscode.l10n.t('$(new-file) A New Database…'), value: 'new' },
      { label: vscode.l10n.t('$(discard) The Usual Place'), description: usualPath(), value: 'default' },
    ],
  });
  if (answer === undefined || answer === 'back') return;
  if (answer.value === 'default') return write(undefined);
  const defaultUri = vscode.Uri.file(current);
  const [file] =
    answer.value === 'existing'
      ? ((await vscode.window.showOpenDialog({ filters: databaseFilters, defaultUri })) ?? [])
      : [await vscode.window.showSaveDialog({ filters: databaseFilters })];
  if (file) await write(file.fsPath);
}

/** The path goes into the settings of the folder, relative where it is inside. */
async function write(file: string | undefined): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const settings = vscode.workspace.getConfiguration(settingsSection, folder?.uri ?? null);
  const relative = file === undefined || !folder ? undefined : path.relative(folder.uri.fsPath, file);
  const inside = relative !== undefined && !relative.startsWith('..') && !path.isAbsolute(relative);
  await settings.update(SETTING, inside ? relative.split(path.sep).join('/') : file, targetOf(settings));
}

/** Where the value stands that counts now; the folder's settings where there is none. */
function targetOf(settings: vscode.WorkspaceConfiguration): vscode.ConfigurationTarget {
  const found = settings.inspect(SETTING);
  const isMultiRoot = vscode.workspace.workspaceFile !== undefined;
  if (found?.workspaceFolderValue !== undefined || isMultiRoot) return vscode.ConfigurationTarget.WorkspaceFolder;
  return vscode.ConfigurationTarget.Workspace;
}

function usualPath(): string {
  const found = vscode.workspace.getConfiguration(settingsSection, null).inspect<string>(SETTING);
  return found?.defaultValue ?? '';
}

async function offerTrust(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t('In Restricted Mode the database stays where it is.');
  if ((await vscode.window.showInformationMessage(message, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
}
