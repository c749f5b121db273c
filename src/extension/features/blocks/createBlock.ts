import * as vscode from 'vscode';
import type { BlocksItem } from '../../treeItems';
import { askFolderName } from './askFolder';
import { askTitle } from './askTitle';
import type { BlocksContext } from './blocksDependencies';
import { openBlocks } from './openBlock';
import { folderOf } from './outermost';
import { reveal } from './reveal';

/** Makes an empty block in the folder it was called on or that is selected, and opens it. */
export async function createBlock(context: BlocksContext, item?: BlocksItem): Promise<void> {
  const { blocks, index } = context;
  await index.ready();
  const folderPath = targetFolder(context, item);
  const title = await askTitle(index, { title: vscode.l10n.t('New Block'), folderPath });
  if (title === undefined) {
    return;
  }
  const block = await blocks.create({ title, content: '', tags: [], folderPath });
  void reveal(context, { kind: 'block', id: block.id }); // the block can be written in before the tree shows it
  await openBlocks([block]);
}

/** Makes a folder, which stays when it is empty, in the folder it was called on or that is selected. */
export async function createFolder(context: BlocksContext, item?: BlocksItem): Promise<void> {
  const { blocks, index } = context;
  await index.ready();
  const path = await askFolderName({
    title: vscode.l10n.t('New Folder'),
    parent: targetFolder(context, item),
    remark: (wanted) => (index.hasFolder(wanted) ? vscode.l10n.t('This folder exists already.') : undefined),
  });
  if (path !== undefined) {
    await blocks.createFolder(path);
    void reveal(context, { kind: 'folder', path }); // the folder is made, whether the tree shows it or not
  }
}

function targetFolder({ index, view }: BlocksContext, item: BlocksItem | undefined): string {
  return folderOf(item ?? view.selection[0], index);
}
