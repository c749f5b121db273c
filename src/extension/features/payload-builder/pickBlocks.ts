import * as vscode from 'vscode';
import { byPathAndTitle } from '../../engine/byText';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoices } from '../../platform/vscode/quickChoice';

/** Asks for any number of blocks, by folder path, then title; empty when the person gives up. */
export async function pickBlocks(index: LibraryIndex, payloadName: string): Promise<readonly number[]> {
  await index.ready();
  const blocks = [...index.blocks()].sort(byPathAndTitle);
  const picked = await askChoices({
    title: vscode.l10n.t('Add Blocks to "{0}"', payloadName),
    placeholder:
      blocks.length === 0
        ? vscode.l10n.t('There are no blocks yet.')
        : vscode.l10n.t('Pick blocks; type to search titles, folders and tags'),
    rows: blocks.map(({ id, title, folderPath, tags }) => ({
      label: escapeIcons(title),
      description: escapeIcons(folderPath),
      ...(tags.length > 0 ? { detail: escapeIcons(tags.map((tag) => `#${tag}`).join(' ')) } : {}),
      value: id,
    })),
  });
  return picked ?? [];
}
