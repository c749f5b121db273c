import type * as vscode from 'vscode';
import type { Disposable } from '../../src/extension/domain/ports/events';
import type { Tree } from '../../src/extension/platform/vscode/tree';

/** Every row of a tree, as if all were expanded: label and description, two blanks deeper for each level. */
export async function treeRows<Item extends object>(
  { provider }: Tree<Item>,
  parent?: Item,
  indent = '',
): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const item of await provider.getChildren(parent)) {
    rows.push(`${indent}${rowText(provider.getTreeItem(item))}`);
    rows.push(...(await treeRows({ provider } as Tree<Item>, item, `${indent}  `)));
  }
  return rows;
}

/** Label and description of a row. */
export function rowText({ label, description }: vscode.TreeItem): string {
  const text = typeof label === 'string' ? label : (label?.label ?? '');
  return description === undefined || description === '' ? text : `${text} | ${String(description)}`;
}

/** What a tree says has to be drawn again, from now until it is disposed; `undefined` is the whole tree. */
export function watchRedraws<Item extends object>({
  provider,
}: Tree<Item>): Disposable & {
  readonly fired: (Item | undefined)[];
} {
  const fired: (Item | undefined)[] = [];
  const listener = provider.onDidChangeTreeData((item) => fired.push(item));
  return {
    fired,
    dispose: () => {
      listener.dispose();
    },
  };
}

/** Drags something made by one controller and drops it on a row of a tree. */
export async function dragOnto<Item extends object, Source>(
  from: vscode.TreeDragAndDropController<Source> | undefined,
  items: readonly Source[],
  to: Tree<Item>,
  target: Item | undefined,
): Promise<void> {
  const { DataTransfer, CancellationTokenSource } = await import('vscode');
  const data = new DataTransfer();
  const { token } = new CancellationTokenSource();
  await from?.handleDrag?.(items, data, token);
  await to.dragAndDrop?.handleDrop?.(target, data, token);
}
