import * as vscode from 'vscode';

/** More names than this do not help: the rest is a number. */
const mostNames = 8;

/** Names in quotation marks for a sentence; of a long list the first ones and how many more there are. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  const list = shown.join(', ');
  return more > 0 ? vscode.l10n.t('{0} and {1} more', list, more) : list;
}
