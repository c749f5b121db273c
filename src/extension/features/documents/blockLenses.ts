import * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { CommandId } from '../../ids';
import type { Log } from '../../platform/ports/log';
import { blockIdOf } from '../../platform/vscode/documentUris';
import { joinFolder } from '../../domain/blocks/folderPath';
import type { BlockSummary } from '../../../shared/model/block';
import { iconLensTitle } from './lensTitle';

/** What stands above the text of a block: title, tags, folder, and where it is used. A click changes the first three. */
export class BlockLenses implements vscode.CodeLensProvider {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly blocks: BlockRepository,
    private readonly index: LibraryIndex,
    events: LibraryEvents,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      index.onDidChange(() => {
        this.changes.fire();
      }),
      events.onDidChange((change) => {
        if (change === 'everything' || change.some(({ entity }) => entity === 'payload')) {
          this.changes.fire();
        }
      }),
    ];
  }

  readonly onDidChangeCodeLenses = this.changes.event;

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const id = blockIdOf(document.uri);
    if (id === undefined) {
      return [];
    }
    try {
      await this.index.ready();
      const block = this.index.block(id);
      return block ? lensesOf(block, await this.payloadsWith(id)) : [];
    } catch (error) {
      this.log.warn(`No lenses for block ${id}: ${String(error)}`);
      return [];
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.changes.dispose();
  }

  /** The names of the payloads that list a block, each once. */
  private async payloadsWith(id: number): Promise<readonly string[]> {
    const uses = await this.blocks.uses([id]);
    return [...new Map(uses.map(({ payloadId, payloadName }) => [payloadId, payloadName])).values()];
  }
}

function lensesOf(block: BlockSummary, payloads: readonly string[]): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const item = { kind: 'block', id: block.id } as const;
  const lens = (title: string, command: CommandId | '', tooltip: string): vscode.CodeLens =>
    new vscode.CodeLens(top, { title, command, tooltip, arguments: [item] });
  const tags = block.tags.length > 0 ? block.tags.join(', ') : vscode.l10n.t('none');
  const path = joinFolder(block.folderPath, block.title);
  return [
    lens(iconLensTitle('edit', block.title), 'llmOrchestrator.blocks.rename', vscode.l10n.t('Change the title')),
    lens(
      iconLensTitle('tag', vscode.l10n.t('Tags: {0}', tags)),
      'llmOrchestrator.blocks.editTags',
      vscode.l10n.t('Change the tags'),
    ),
    lens(
      iconLensTitle('folder', block.folderPath === '' ? vscode.l10n.t('no folder') : block.folderPath),
      'llmOrchestrator.blocks.move',
      vscode.l10n.t('Move {0} to another folder', path),
    ),
    lens(
      usedIn(payloads.length),
      'llmOrchestrator.blocks.addToPayload',
      [...payloads, vscode.l10n.t('Click to add it to a payload.')].join('\n'),
    ),
  ];
}

function usedIn(count: number): string {
  switch (count) {
    case 0:
      return vscode.l10n.t('in no payload yet');
    case 1:
      return vscode.l10n.t('used in 1 payload');
    default:
      return vscode.l10n.t('used in {0} payloads', count);
  }
}
