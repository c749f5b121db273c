import * as vscode from 'vscode';
import type { LibraryChange } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import { viewIds } from '../../ids';
import { systemClock } from '../../platform/vscode/clock';
import { setContext } from '../../platform/vscode/context';
import type { BlocksItem } from '../../treeItems';
import { registerBlockCommands } from './blockCommands';
import type { BlocksDependencies } from './blocksDependencies';
import { BlocksDragAndDrop } from './blocksDragAndDrop';
import { BlocksFilter } from './blocksFilter';
import { BlocksTree } from './blocksTree';
import type { FoundBlocks } from './foundBlocks';
import { rememberedSort } from './sortBlocks';

/** The view Blocks as others may hold it. */
export interface BlocksView extends Disposable {
  readonly view: vscode.TreeView<BlocksItem>;
  readonly provider: BlocksTree;
  readonly dragAndDrop: vscode.TreeDragAndDropController<BlocksItem>;
  readonly filter: BlocksFilter;
}

/** Puts the blocks into the side bar, with everything that can be done with them. Disposing takes all of it away. */
export function registerBlocksView(dependencies: BlocksDependencies): BlocksView {
  const { blocks, index, events, log, state, draggedBlocks } = dependencies;
  const tree = new BlocksTree(index, blocks, log, rememberedSort(state));
  const filter = new BlocksFilter(blocks, index, systemClock, log);
  const dragAndDrop = new BlocksDragAndDrop({ blocks, index, tree }, draggedBlocks, log);
  const view = vscode.window.createTreeView(viewIds.blocks, {
    treeDataProvider: tree,
    dragAndDropController: dragAndDrop,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const subscriptions = vscode.Disposable.from(
    view,
    tree,
    filter,
    index.onDidChange((change) => {
      tree.update(change);
    }),
    events.onDidChange((change) => {
      if (touchesPayloads(change)) {
        tree.updateUses();
      }
    }),
    view.onDidExpandElement(({ element }) => {
      tree.setExpanded(element, true);
    }),
    view.onDidCollapseElement(({ element }) => {
      tree.setExpanded(element, false);
    }),
    filter.onDidChange((found) => {
      tree.show(found);
      view.message = found ? filterMessage(found, index.size) : '';
      setContext('llmOrchestrator.blocksFiltered', found !== undefined);
    }),
    registerBlockCommands({ ...dependencies, tree, view, filter }),
  );
  return {
    view,
    provider: tree,
    dragAndDrop,
    filter,
    dispose: () => {
      subscriptions.dispose();
    },
  };
}

function touchesPayloads(change: LibraryChange): boolean {
  return change === 'everything' || change.some(({ entity }) => entity === 'payload');
}

function filterMessage({ text, size }: FoundBlocks, all: number): string {
  return size === 0
    ? vscode.l10n.t('No block contains "{0}".', text)
    : vscode.l10n.t('Filter "{0}": {1} of {2} blocks.', text, size, all);
}
