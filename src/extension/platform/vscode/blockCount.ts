import * as vscode from 'vscode';

/** How many blocks, in words. */
export function blockCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 block') : vscode.l10n.t('{0} blocks', count);
}
