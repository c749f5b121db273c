import * as path from 'node:path';
import * as vscode from 'vscode';
import { settingsSection } from '../../ids';
import { readSetting } from '../../platform/vscode/settings';

/** Where the database of a folder is, as the settings say at this moment. */
export function databasePathIn(folder: vscode.Uri): string {
  return path.resolve(folder.fsPath, readSetting('databasePath', folder));
}

/** Follows the setting: hands over the new path, one change after the other. */
export function followDatabasePath(
  folder: vscode.Uri,
  move: (path: string) => Promise<void>,
  report: (error: unknown) => void,
): vscode.Disposable {
  let current = databasePathIn(folder);
  let moving = Promise.resolve();
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(`${settingsSection}.databasePath`, folder)) return;
    const next = databasePathIn(folder);
    if (next === current) return;
    current = next;
    moving = moving.then(() => move(next)).catch(report);
  });
}
