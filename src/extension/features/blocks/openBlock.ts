import * as vscode from 'vscode';
import { chosenItems } from '../../platform/vscode/chosenItems';
import { blockUri } from '../../platform/vscode/documentUris';
import type { BlockSummary } from '../../../shared/model/block';
import type { BlocksContext } from './blocksDependencies';
import type { Called } from './itemsFor';
import { pickItems } from './pickItems';

/**
 * Opens the blocks that it was called on. Without any it asks, whatever is selected in the tree: that is one key away
 * there.
 */
export async function openBlock({ index }: BlocksContext, [item, items]: Called): Promise<void> {
  await index.ready();
  const chosen = item
    ? chosenItems(item, items, [])
    : await pickItems(index, { title: vscode.l10n.t('Open Block'), folders: false, many: false });
  await openBlocks(chosen.flatMap((one) => (one.kind === 'block' ? (index.block(one.id) ?? []) : [])));
}

/** Opens the documents of blocks; several as tabs that stay. */
export async function openBlocks(blocks: readonly Pick<BlockSummary, 'id' | 'title'>[]): Promise<void> {
  for (const { id, title } of blocks) {
    const options = blocks.length > 1 ? { preview: false } : {};
    await vscode.commands.executeCommand('vscode.open', blockUri(id, title), options);
  }
}
