import type * as vscode from 'vscode';

/**
 * What a click on a row does that stands for a document. As in the Explorer one click shows it and leaves the keyboard
 * in the tree, where F2 and Delete mean the row; a double click and Enter go into the document. Only VS Code's own
 * command is told how the row was chosen.
 */
export function openDocumentCommand(title: string, uri: vscode.Uri): vscode.Command {
  return { command: 'vscode.open', title, arguments: [uri] };
}
