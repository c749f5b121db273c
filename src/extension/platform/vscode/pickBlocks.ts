import * as vscode from 'vscode';
import type { BlockSummary } from '../../../shared/model/block';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import { byPathAndTitle } from '../../domain/blocks/byText';
import type { Log } from '../ports/log';
import { escapeIcons } from './escapeIcons';
import { offerToMake } from './offerToMake';
import { askChoices } from './quickChoice';

/** What picking blocks needs. */
export interface BlockSource {
  readonly index: { ready(): Promise<void>; blocks(): Iterable<BlockSummary> };
  readonly blocks: Pick<BlockRepository, 'search'>;
  readonly log: Log;
}

/**
 * Asks for any number of blocks, by folder path, then title; empty when the person gives up. What is typed is looked for
 * in titles, folders and tags by VS Code, and in the texts by the database.
 */
export async function pickBlocks({ index, blocks, log }: BlockSource, title: string): Promise<readonly number[]> {
  await index.ready();
  const all = [...index.blocks()].sort(byPathAndTitle);
  if (all.length === 0) {
    offerToMake(vscode.l10n.t('There are no blocks yet.'), vscode.l10n.t('New Block'), 'llmOrchestrator.blocks.create');
    return [];
  }
  const picked = await askChoices({
    title,
    placeholder: vscode.l10n.t('Pick blocks; type to search titles, folders, tags and texts'),
    rows: all.map(({ id, title: label, folderPath, tags }) => ({
      label: escapeIcons(label),
      description: escapeIcons(folderPath),
      ...(tags.length > 0 ? { detail: escapeIcons(tags.map((tag) => `#${tag}`).join(' ')) } : {}),
      value: id,
    })),
    search: {
      find: (typed, signal) => blocks.search(typed, signal),
      mark: (row) => ({ ...row, detail: [row.detail, vscode.l10n.t('found')].filter(Boolean).join(' · ') }),
      failed: (error) => {
        log.warn(`Blocks could not be searched: ${String(error)}`);
      },
    },
  });
  return picked ?? [];
}
