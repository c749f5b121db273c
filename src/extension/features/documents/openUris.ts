import * as vscode from 'vscode';

/** The addresses of a scheme in tabs, also in those that have not been looked at since VS Code was started. */
export function urisInTabs(scheme: string): readonly vscode.Uri[] {
  const inputs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.input));
  return distinct(inputs.flatMap(urisOf), scheme);
}

/** The addresses of a scheme that VS Code has open, whether in a tab or only in memory. */
export function openUris(scheme: string): readonly vscode.Uri[] {
  return distinct([...vscode.workspace.textDocuments.map(({ uri }) => uri), ...urisInTabs(scheme)], scheme);
}

function urisOf(input: unknown): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText) {
    return [input.uri];
  }
  if (input instanceof vscode.TabInputTextDiff) {
    return [input.original, input.modified];
  }
  return [];
}

function distinct(uris: readonly vscode.Uri[], scheme: string): readonly vscode.Uri[] {
  return [...new Map(uris.filter((uri) => uri.scheme === scheme).map((uri) => [uri.toString(), uri])).values()];
}
