import * as vscode from 'vscode';
import { confirmDelete } from '../../platform/vscode/confirm';
import type { BlocksItem } from '../../treeItems';
import type { BlocksContext } from './blocksDependencies';
import { folderName } from '../../domain/blocks/folderPath';
import { consequencesOf } from './deletionConsequences';
import { itemsFor, type Called } from './itemsFor';
import { toSelection } from './outermost';
import { blocksBelow } from './treeOrder';

/** Deletes folders and blocks after one question that says what else is affected. */
export async function deleteItems(context: BlocksContext, called: Called): Promise<void> {
  const { blocks, index } = context;
  const items = await itemsFor(context, vscode.l10n.t('Delete'), called);
  if (items.length === 0) {
    return;
  }
  const doomed = items.flatMap((item) =>
    item.kind === 'folder' ? blocksBelow(item.path, index) : (index.block(item.id) ?? []),
  );
  const detail = [...(await consequencesOf(blocks, items, doomed)), vscode.l10n.t('This cannot be undone.')].join('\n');
  if (await confirmDelete(question(items, context), detail)) {
    await blocks.delete(toSelection(items));
  }
}

function question(items: readonly BlocksItem[], { index }: BlocksContext): string {
  const [first] = items;
  const folders = items.filter(({ kind }) => kind === 'folder').length;
  const blocks = items.length - folders;
  if (items.length === 1 && first) {
    return first.kind === 'folder'
      ? vscode.l10n.t('Delete the folder "{0}"?', folderName(first.path))
      : vscode.l10n.t('Delete the block "{0}"?', index.block(first.id)?.title ?? '');
  }
  if (folders === 0) {
    return vscode.l10n.t('Delete {0} blocks?', blocks);
  }
  return blocks === 0
    ? vscode.l10n.t('Delete {0} folders?', folders)
    : vscode.l10n.t('Delete what is selected? Folders: {0}, blocks: {1}', folders, blocks);
}
