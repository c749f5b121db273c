import * as vscode from 'vscode';

/** Hands items over in a drag, as JSON: another view may be the one that takes them. */
export function putDragged(data: vscode.DataTransfer, mimeType: string, items: readonly object[]): void {
  data.set(mimeType, new vscode.DataTransferItem(JSON.stringify(items)));
}

/** The items of a drag; empty when it holds none of that type or something else that uses its name. */
export async function takeDragged<Item extends { readonly kind: string }>(
  data: vscode.DataTransfer,
  mimeType: string,
  isItem: (value: unknown) => value is Item,
): Promise<readonly Item[]> {
  const held = data.get(mimeType);
  if (held === undefined) {
    return [];
  }
  try {
    const value: unknown = JSON.parse(await held.asString());
    return Array.isArray(value) ? value.filter(isItem) : [];
  } catch {
    return []; // not ours
  }
}
