import * as vscode from 'vscode';
import { addToPayload } from './addToPayload';
import { askFilter } from './askFilter';
import type { BlocksContext } from './blocksDependencies';
import { copyReference } from './copyReference';
import { createBlock, createFolder } from './createBlock';
import { deleteItems } from './deleteItems';
import { duplicateBlocks } from './duplicateBlocks';
import { editTags } from './editTags';
import { moveItems } from './moveItems';
import { openBlock } from './openBlock';
import { renameItem } from './renameItem';
import { sortBlocks } from './sortBlocks';

/** Registers everything that can be done in the view Blocks. */
export function registerBlockCommands(context: BlocksContext): vscode.Disposable {
  const { commands, filter, tree } = context;
  return vscode.Disposable.from(
    commands.register('llmOrchestrator.blocks.create', (item) => createBlock(context, item)),
    commands.register('llmOrchestrator.blocks.createFolder', (item) => createFolder(context, item)),
    commands.register('llmOrchestrator.blocks.open', (...called) => openBlock(context, called)),
    commands.register('llmOrchestrator.blocks.rename', (item) => renameItem(context, item)),
    commands.register('llmOrchestrator.blocks.editTags', (...called) => editTags(context, called)),
    commands.register('llmOrchestrator.blocks.move', (...called) => moveItems(context, called)),
    commands.register('llmOrchestrator.blocks.duplicate', (...called) => duplicateBlocks(context, called)),
    commands.register('llmOrchestrator.blocks.delete', (...called) => deleteItems(context, called)),
    commands.register('llmOrchestrator.blocks.addToPayload', (...called) => addToPayload(context, called)),
    commands.register('llmOrchestrator.blocks.copyReference', (...called) => copyReference(context, called)),
    commands.register('llmOrchestrator.blocks.filter', () => askFilter(filter)),
    commands.register('llmOrchestrator.blocks.clearFilter', () => filter.set('')),
    commands.register('llmOrchestrator.blocks.sort', () => sortBlocks(context)),
    commands.register('llmOrchestrator.blocks.refresh', () => {
      tree.refresh();
    }),
  );
}
