import * as vscode from 'vscode';

/** How many steps, in words. */
export function stepCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 step') : vscode.l10n.t('{0} steps', count);
}
