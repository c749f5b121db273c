import * as vscode from 'vscode';
import { blockReference } from '../../domain/references/format';
import { blocksMimeType } from '../../ids';
import type { Log } from '../../platform/ports/log';
import { reportFailure } from '../../platform/vscode/commands';
import { blockUri } from '../../platform/vscode/documentUris';
import type { DraggedItems } from '../../platform/vscode/draggedItems';
import { putDragged } from '../../platform/vscode/dragData';
import { takeDragged } from '../../platform/vscode/takeDragged';
import type { BlocksItem } from '../../treeItems';
import { moveInto, type MoveContext } from './moveItems';
import { folderOf, outermost } from './outermost';
import { blocksBelow } from './treeOrder';

/** What VS Code opens when it is dropped on the editors. */
const uriListMimeType = 'text/uri-list';

/** What a text editor inserts when it is dropped with Shift held. */
const textMimeType = 'text/plain';

/**
 * Dragging in the view Blocks: folders and blocks go into the folder that they are dropped on, into the folder of the
 * block they are dropped on, or out of all folders. Other views take them by `blocksMimeType`, editors open them.
 */
export class BlocksDragAndDrop implements vscode.TreeDragAndDropController<BlocksItem> {
  readonly dragMimeTypes = [blocksMimeType, uriListMimeType, textMimeType];
  readonly dropMimeTypes = [blocksMimeType];

  constructor(
    private readonly context: MoveContext,
    private readonly draggedBlocks: DraggedItems<BlocksItem>,
    private readonly log: Log,
  ) {}

  handleDrag(items: readonly BlocksItem[], data: vscode.DataTransfer): void {
    const { index } = this.context;
    const dragged = outermost(items, index);
    putDragged(data, blocksMimeType, dragged);
    this.draggedBlocks.begin(dragged);
    const blocks = dragged.flatMap((item) =>
      item.kind === 'folder' ? blocksBelow(item.path, index) : (index.block(item.id) ?? []),
    );
    const uris = blocks.map(({ id, title }) => blockUri(id, title).toString());
    const references = blocks.map(({ folderPath, title }) => blockReference(folderPath, title));
    data.set(uriListMimeType, new vscode.DataTransferItem(uris.join('\r\n')));
    data.set(textMimeType, new vscode.DataTransferItem(references.join('\n')));
  }

  async handleDrop(target: BlocksItem | undefined, data: vscode.DataTransfer): Promise<void> {
    try {
      const items = await takeDragged(data, blocksMimeType, isBlocksItem);
      await this.context.index.ready();
      await moveInto(this.context, items, folderOf(target, this.context.index));
    } catch (error) {
      void reportFailure(this.log, 'drop', error); // the drop is over; its notification may stay
    }
  }
}

/** Whether something that came out of a drag is an item of this view. */
function isBlocksItem(value: unknown): value is BlocksItem {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { kind, id, path } = value as Partial<Record<string, unknown>>;
  return (kind === 'block' && Number.isSafeInteger(id)) || (kind === 'folder' && typeof path === 'string');
}
