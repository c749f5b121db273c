import * as vscode from 'vscode';
import type { BlocksContext } from './blocksDependencies';
import { blocksFor, type Called } from './itemsFor';
import { reveal } from './reveal';

/** Makes a copy of each block that it was called on, in the same folder. */
export async function duplicateBlocks(context: BlocksContext, called: Called): Promise<void> {
  const question = { title: vscode.l10n.t('Duplicate Blocks'), folders: false, many: true };
  let copy: number | undefined;
  for (const id of await blocksFor(context, question, called)) {
    copy = (await context.blocks.duplicate(id)).id;
  }
  if (copy !== undefined) {
    void reveal(context, { kind: 'block', id: copy }); // the copies are made, whether the tree shows them or not
  }
}
