import * as vscode from 'vscode';
import { blockReference } from '../../domain/references/format';
import type { BlocksContext } from './blocksDependencies';
import { blocksFor, type Called } from './itemsFor';

/** How long the status bar says what was copied, in milliseconds. */
const shownFor = 3000;

/** Puts references to the blocks that it was called on into the clipboard, one a line. */
export async function copyReference(context: BlocksContext, called: Called): Promise<void> {
  const { index } = context;
  const question = { title: vscode.l10n.t('Copy Reference'), folders: true, many: true };
  const ids = await blocksFor(context, question, called);
  const references = ids
    .flatMap((id) => index.block(id) ?? [])
    .map(({ folderPath, title }) => blockReference(folderPath, title));
  if (references.length > 0) {
    await vscode.env.clipboard.writeText(references.join('\n'));
    vscode.window.setStatusBarMessage(vscode.l10n.t('References copied: {0}', references.length), shownFor);
  }
}
