import * as vscode from 'vscode';

/** Hands items over in a drag, as JSON: another view may be the one that takes them. */
export function putDragged(data: vscode.DataTransfer, mimeType: string, items: readonly object[]): void {
  data.set(mimeType, new vscode.DataTransferItem(JSON.stringify(items)));
}
