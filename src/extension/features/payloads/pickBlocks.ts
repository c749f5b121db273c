import * as vscode from 'vscode';
import { byPathAndTitle } from '../../engine/byText';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { execute } from '../../platform/vscode/commands';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoices } from '../../platform/vscode/quickChoice';

/** Asks for any number of blocks, by folder path, then title; empty when the person gives up. */
export async function pickBlocks(index: LibraryIndex, title: string): Promise<readonly number[]> {
  await index.ready();
  const blocks = [...index.blocks()].sort(byPathAndTitle);
  if (blocks.length === 0) {
    void offerNewBlock(); // the command is over; what the person answers is another one
    return [];
  }
  const picked = await askChoices({
    title,
    placeholder: vscode.l10n.t('Pick blocks; type to search titles, folders and tags'),
    rows: blocks.map((block) => ({
      label: escapeIcons(block.title),
      description: escapeIcons(block.folderPath),
      ...(block.tags.length > 0 ? { detail: escapeIcons(block.tags.map((tag) => `#${tag}`).join(' ')) } : {}),
      value: block.id,
    })),
  });
  return picked ?? [];
}

async function offerNewBlock(): Promise<void> {
  const create = vscode.l10n.t('New Block');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no blocks yet.'), create);
  if (answer === create) {
    await execute('llmOrchestrator.blocks.create');
  }
}
