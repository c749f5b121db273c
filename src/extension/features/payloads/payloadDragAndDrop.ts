import type * as vscode from 'vscode';
import { blocksMimeType, payloadsMimeType } from '../../ids';
import { ofKind } from '../../platform/vscode/chosenItems';
import { reportFailure } from '../../platform/vscode/commands';
import { blockIdsOf, isBlocksItem } from '../../platform/vscode/droppedBlocks';
import { putDragged } from '../../platform/vscode/dragData';
import { takeDragged } from '../../platform/vscode/takeDragged';
import type { PayloadsItem } from '../../treeItems';
import { movePlaces } from './movePlaces';
import type { PayloadsDependencies } from './payloadsDependencies';
import { isPayloadsItem, payloadIdOf } from './payloadsItem';

/**
 * Dragging in the view Payloads: blocks move inside a payload and from one to another, blocks and folders come from the
 * view Blocks, payloads go to the view Workflows.
 */
export class PayloadDragAndDrop implements vscode.TreeDragAndDropController<PayloadsItem> {
  readonly dragMimeTypes = [payloadsMimeType];
  readonly dropMimeTypes = [payloadsMimeType, blocksMimeType];

  constructor(
    private readonly dependencies: Pick<PayloadsDependencies, 'payloads' | 'index' | 'draggedPayloads' | 'log'>,
  ) {}

  handleDrag(items: readonly PayloadsItem[], data: vscode.DataTransfer): void {
    putDragged(data, payloadsMimeType, items);
    this.dependencies.draggedPayloads.begin(items);
  }

  async handleDrop(target: PayloadsItem | undefined, data: vscode.DataTransfer): Promise<void> {
    try {
      await this.drop(target, data);
    } catch (error) {
      void reportFailure(this.dependencies.log, 'drop', error); // the drop is over; its notification may stay
    }
  }

  private async drop(target: PayloadsItem | undefined, data: vscode.DataTransfer): Promise<void> {
    if (target === undefined) {
      return; // between payloads there is no place for a block
    }
    const { payloads, index } = this.dependencies;
    const blocks = await takeDragged(data, blocksMimeType, isBlocksItem);
    if (blocks.length > 0) {
      await index.ready();
      const before = target.kind === 'payload' ? undefined : target.id;
      await payloads.addBlocks(payloadIdOf(target), blockIdsOf(blocks, index), before);
      return;
    }
    const places = ofKind(await takeDragged(data, payloadsMimeType, isPayloadsItem), 'payloadBlock');
    if (places.length > 0) {
      await movePlaces(payloads, places, target);
    }
  }
}
