import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import type { BlocksItem } from '../../src/extension/treeItems';

/** Deletes every block and folder. */
export async function emptyLibrary({ blocks, index, trees }: TestApi): Promise<void> {
  await trees.blocks.filter.set('');
  await index.ready();
  const folders = index.children('').folders.map((folderPath) => ({ folderPath }));
  const rest = index.children('').blocks.map(({ id }) => ({ blockId: id }));
  if (folders.length + rest.length > 0) {
    await blocks.delete([...folders, ...rest]);
    await index.ready();
  }
}

/** Makes blocks from paths, `Folder/Title`, and gives their ids. */
export async function addBlocks(
  { blocks, index }: TestApi,
  ...paths: readonly (string | readonly [path: string, content: string, ...tags: string[]])[]
): Promise<number[]> {
  const ids: number[] = [];
  for (const one of paths) {
    const [path, content, ...tags] = typeof one === 'string' ? [one, ''] : one;
    const slash = path.lastIndexOf('/');
    const folderPath = path.slice(0, Math.max(0, slash));
    ids.push((await blocks.create({ title: path.slice(slash + 1), content, tags, folderPath })).id);
  }
  await index.ready();
  return ids;
}

/** Every row of the tree, as if all folders were expanded: names, two blanks deeper for each folder above. */
export async function rows({ trees }: TestApi, parent?: BlocksItem, indent = ''): Promise<readonly string[]> {
  const { provider } = trees.blocks;
  const found: string[] = [];
  for (const item of (await provider.getChildren(parent)) ?? []) {
    const { label, description = '' } = provider.getTreeItem(item);
    const text = typeof label === 'string' ? label : (label?.label ?? '');
    found.push(`${indent}${text}${item.kind === 'folder' ? '/' : ''} ${String(description)}`.trimEnd());
    found.push(...(await rows({ trees } as TestApi, item, `${indent}  `)));
  }
  return found;
}

/** What the tree says has to be drawn again while something is done; `undefined` is the whole tree. */
export async function redrawn({ trees, index }: TestApi, work: () => unknown): Promise<readonly unknown[]> {
  const fired: unknown[] = [];
  const listener = trees.blocks.provider.onDidChangeTreeData((what) => fired.push(...[what].flat()));
  try {
    await work();
    await index.ready();
  } finally {
    listener.dispose();
  }
  return fired;
}

/** How many commits something takes. */
export async function commits({ events }: TestApi, work: () => unknown): Promise<number> {
  let count = 0;
  const listener = events.onDidChange(() => {
    count += 1;
  });
  try {
    await work();
  } finally {
    listener.dispose();
  }
  return count;
}

/** Drags items of the view Blocks and drops them on one of its rows, or below all rows. */
export async function dragAndDrop(
  { trees }: TestApi,
  items: readonly BlocksItem[],
  target: BlocksItem | undefined,
): Promise<vscode.DataTransfer> {
  const { dragAndDrop: controller } = trees.blocks;
  const data = new vscode.DataTransfer();
  const { token } = new vscode.CancellationTokenSource();
  await controller.handleDrag?.(items, data, token);
  await controller.handleDrop?.(target, data, token);
  return data;
}

/** Waits until something holds: VS Code draws and opens in its own time. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `${what} did not come about`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The item of a folder. */
export function folder(path: string): BlocksItem {
  return { kind: 'folder', path };
}

/** The item of a block. */
export function block(id: number | undefined): BlocksItem {
  assert.ok(id !== undefined, 'there is no such block');
  return { kind: 'block', id };
}
