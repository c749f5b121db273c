import * as vscode from 'vscode';
import { askTags } from './askTags';
import type { BlocksContext } from './blocksDependencies';
import { blocksFor, type Called } from './itemsFor';
import { retag, sharedTags } from './tagInput';

/** Edits the tags of a block, or those that several blocks share. */
export async function editTags(context: BlocksContext, called: Called): Promise<void> {
  const { blocks, index } = context;
  const ids = await blocksFor(context, { title: vscode.l10n.t('Edit Tags'), folders: false, many: true }, called);
  const chosen = ids.flatMap((id) => index.block(id) ?? []);
  const [first] = chosen;
  if (!first) {
    return;
  }
  const title =
    chosen.length === 1
      ? vscode.l10n.t('Tags of "{0}"', first.title)
      : vscode.l10n.t('Tags that {0} blocks share', chosen.length);
  const shared = sharedTags(chosen.map(({ tags }) => tags));
  const wanted = await askTags(index, title, shared);
  if (wanted === undefined) {
    return;
  }
  for (const { id } of chosen) {
    const block = index.block(id); // as it is now: the question may have been open for long
    const tags = block && retag(block.tags, shared, wanted);
    if (tags && tags.join('\n') !== block.tags.join('\n')) {
      await blocks.update(id, { tags });
    }
  }
}
