import * as vscode from 'vscode';
import { folderName, isInside, joinFolder, parentFolder } from '../../domain/blocks/folderPath';
import { InvalidInputError } from '../../domain/ports/invalidInputError';
import type { BlocksItem } from '../../treeItems';
import { text } from '../../../shared/model/text';
import { askTargetFolder } from './askFolder';
import type { BlocksContext } from './blocksDependencies';
import { itemsFor, type Called } from './itemsFor';
import { outermost, toSelection } from './outermost';
import { reveal } from './reveal';

/** What moving needs to know. */
export type MoveContext = Pick<BlocksContext, 'blocks' | 'index' | 'tree'>;

/** Moves what it was called on into a folder that the person picks or makes. */
export async function moveItems(context: BlocksContext, called: Called): Promise<void> {
  const title = vscode.l10n.t('Move to Folder');
  const items = await itemsFor(context, title, called);
  if (items.length === 0) {
    return;
  }
  const moving = items.flatMap((item) => (item.kind === 'folder' ? [item.path] : []));
  const target = await askTargetFolder(context.index, title, moving);
  if (target !== undefined) {
    await moveInto(context, items, target);
    const [first] = items;
    if (first) {
      void reveal(context, movedItem(first, target)); // it is moved, whether the tree shows it or not
    }
  }
}

/**
 * Moves folders and blocks into a folder, all or none. What stands there already, and what has vanished, is left out.
 * @throws {InvalidInputError} for a folder that would go into itself
 */
export async function moveInto(
  { blocks, index, tree }: MoveContext,
  items: readonly BlocksItem[],
  target: string,
): Promise<void> {
  const moving = outermost(items, index).filter((item) => parentOf(item, index) !== target);
  for (const item of moving) {
    if (item.kind === 'folder') {
      if (isInside(target, item.path)) {
        throw new InvalidInputError(text('The folder "{0}" cannot be moved into itself.', item.path));
      }
      tree.rebaseExpanded(item.path, joinFolder(target, folderName(item.path)));
    }
  }
  if (moving.length > 0) {
    await blocks.move(toSelection(moving), target);
  }
}

function parentOf(item: BlocksItem, index: MoveContext['index']): string | undefined {
  return item.kind === 'folder' ? parentFolder(item.path) : index.block(item.id)?.folderPath;
}

function movedItem(item: BlocksItem, target: string): BlocksItem {
  return item.kind === 'folder' ? { kind: 'folder', path: joinFolder(target, folderName(item.path)) } : item;
}
