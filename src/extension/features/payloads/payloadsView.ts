import * as vscode from 'vscode';
import { viewIds } from '../../ids';
import { reportFailure } from '../../platform/vscode/commands';
import { createTree, type Tree } from '../../platform/vscode/tree';
import type { PayloadsItem } from '../../treeItems';
import { registerPayloadCommands } from './payloadCommands';
import { PayloadDragAndDrop } from './payloadDragAndDrop';
import type { PayloadsDependencies } from './payloadsDependencies';
import { PayloadTree } from './payloadTree';
import { registerPlaceCommands } from './placeCommands';
import { registerPlaceDecorations } from './placeDecorations';

/** Puts the payloads into the side bar, with everything that can be done with them. Disposing takes all of it away. */
export function registerPayloadsView(dependencies: PayloadsDependencies): Tree<PayloadsItem> {
  const { payloads, events, onDidMove, index, log } = dependencies;
  const source = new PayloadTree(dependencies);
  const tree = createTree(viewIds.payloads, source, log, {
    canSelectMany: true,
    showCollapseAll: true,
    manageCheckboxStateManually: true, // a payload has no box that its blocks could fill
    dragAndDropController: new PayloadDragAndDrop(dependencies),
  });
  const switchBlocks = async (
    boxes: readonly (readonly [PayloadsItem, vscode.TreeItemCheckboxState])[],
  ): Promise<void> => {
    try {
      for (const [item, state] of boxes) {
        if (item.kind === 'payloadBlock') {
          const enabled = state === vscode.TreeItemCheckboxState.Checked;
          await payloads.updateBlock(item.payloadId, item.id, { enabled });
        }
      }
    } catch (error) {
      tree.refresh(); // the boxes show what is stored
      void reportFailure(log, 'check box', error); // the click is over; its notification may stay
    }
  };
  const parts = vscode.Disposable.from(
    tree,
    tree.view.onDidChangeCheckboxState(({ items }) => switchBlocks(items)),
    events.onDidChange((change) => {
      source.follow(change, tree);
    }),
    index.onDidChange((change) => {
      source.followBlocks(change, tree);
    }),
    onDidMove(() => {
      tree.beginAnew();
    }),
    registerPlaceDecorations(),
    registerPayloadCommands(dependencies, tree),
    registerPlaceCommands(dependencies, tree),
  );
  return {
    ...tree,
    dispose: () => {
      parts.dispose();
    },
  };
}
