import type * as vscode from 'vscode';

/**
 * The items of a drag; empty when it holds none of that type or something else that uses its name. VS Code itself puts
 * something under the name of the tree where a drag began, which comes first when the drag ends in another tree.
 */
export async function takeDragged<Item extends { readonly kind: string }>(
  data: Iterable<readonly [mimeType: string, item: Pick<vscode.DataTransferItem, 'asString'>]>,
  mimeType: string,
  isItem: (value: unknown) => value is Item,
): Promise<readonly Item[]> {
  for (const [name, held] of data) {
    const value = name === mimeType ? parse(await held.asString()) : undefined;
    if (Array.isArray(value)) {
      return value.filter(isItem);
    }
  }
  return [];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // not ours
  }
}
