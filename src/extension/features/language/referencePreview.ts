import * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { joinFolder } from '../../domain/blocks/folderPath';
import { fencedText, markdownText } from './fencedText';
import type { Subject } from './proposals';

/** How many blocks of a tag a preview shows. */
const mostBlocks = 5;

/** What a reference would bring in: the beginning of each text, safe to show whatever is in it. */
export async function referencePreview(
  subject: Subject,
  index: LibraryIndex,
  blocks: BlockRepository,
): Promise<vscode.MarkdownString> {
  switch (subject.kind) {
    case 'tag':
      return blocksPreview(index.tags().get(subject.tag) ?? [], blocks);
    case 'block':
      return blocksPreview([subject.id], blocks);
    case 'response':
      return new vscode.MarkdownString(
        vscode.l10n.t(
          'The nearest earlier response of the payload {0} in the run.',
          `**${markdownText(subject.name)}**`,
        ),
      );
    case 'previous':
      return new vscode.MarkdownString(vscode.l10n.t('The response of the step just before.'));
  }
}

async function blocksPreview(ids: readonly number[], blocks: BlockRepository): Promise<vscode.MarkdownString> {
  const shown = ids.slice(0, mostBlocks);
  const found = new Map((await blocks.getMany(shown)).map((block) => [block.id, block]));
  const parts = shown.flatMap((id) => {
    const block = found.get(id);
    return block
      ? [`**${markdownText(joinFolder(block.folderPath, block.title))}**\n\n${fencedText(block.content)}`]
      : [];
  });
  if (ids.length > shown.length) {
    parts.push(vscode.l10n.t('… and {0} more', ids.length - shown.length));
  }
  return new vscode.MarkdownString(parts.join('\n\n'));
}
