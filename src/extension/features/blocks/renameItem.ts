import * as vscode from 'vscode';
import { folderName, parentFolder } from '../../domain/blocks/folderPath';
import type { BlocksItem } from '../../treeItems';
import { askFolderName } from './askFolder';
import { askTitle } from './askTitle';
import type { BlocksContext } from './blocksDependencies';
import { itemFor } from './itemsFor';
import { reveal } from './reveal';

/** Gives a block another title or a folder another name. The tab of an open block follows its title by itself. */
export async function renameItem(context: BlocksContext, called?: BlocksItem): Promise<void> {
  const item = await itemFor(context, vscode.l10n.t('Rename'), called);
  if (item?.kind === 'block') {
    await renameBlock(context, item.id);
  } else if (item) {
    await renameFolder(context, item.path);
  }
}

async function renameBlock({ blocks, index }: BlocksContext, id: number): Promise<void> {
  const block = index.block(id);
  if (!block) {
    return;
  }
  const title = await askTitle(index, {
    title: vscode.l10n.t('Rename Block'),
    folderPath: block.folderPath,
    value: block.title,
    blockId: id,
  });
  if (title !== undefined && title !== block.title && index.block(id)) {
    await blocks.update(id, { title });
  }
}

async function renameFolder(context: BlocksContext, from: string): Promise<void> {
  const { blocks, index, tree } = context;
  const to = await askFolderName({
    title: vscode.l10n.t('Rename Folder'),
    parent: parentFolder(from),
    value: folderName(from),
    remark: (path) =>
      path !== from && index.hasFolder(path)
        ? {
            message: vscode.l10n.t('This folder exists already. Both folders become one.'),
            severity: vscode.InputBoxValidationSeverity.Warning,
          }
        : undefined,
  });
  if (to !== undefined && to !== from && index.hasFolder(from)) {
    tree.rebaseExpanded(from, to);
    await blocks.moveFolder(from, to);
    void reveal(context, { kind: 'folder', path: to }); // it is renamed, whether the tree shows it or not
  }
}
