import * as vscode from 'vscode';
import type { Disposable } from '../../domain/ports/events';
import type { IndexChange, LibraryIndex } from '../../engine/libraryIndex';
import { schemes } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import { blockIdOf, blockUri, titleIn } from '../../platform/vscode/documentUris';
import { nameInAddress } from '../../platform/vscode/nameInAddress';
import type { BlockSummary } from '../../../shared/model/block';
import { openUris, urisInTabs } from './openUris';

/** How long VS Code may take, in milliseconds, to show a renamed document under its new address. */
const longestMove = 3000;

/**
 * Keeps open tabs of blocks under the titles that the blocks have. Wherever a title was changed (in the tree, in
 * another window), the document is renamed as a file would be: its tab, its caret and its unsaved text stay.
 */
export class BlockRenames {
  /** Addresses that VS Code is moving a document away from. */
  private readonly moving = new Set<string>();
  /** Addresses that a rename of ours is about to make: until then nothing may be there. */
  private readonly targets = new Set<string>();
  private readonly subscriptions: Disposable[];
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly index: LibraryIndex,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      index.onDidChange((change) => {
        this.follow(urisInChange(change));
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
        this.follow(opened.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])));
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri } of files) {
          this.moving.delete(oldUri.toString());
        }
      }),
    ];
    this.follow(blockTabs());
  }

  /**
   * Whether an address of a block is one that a rename may make. Any title opens a block, except beside a document that
   * already shows it: there a second title is a new one, and VS Code renames only to an address where nothing is.
   */
  isFree(uri: vscode.Uri, block: BlockSummary): boolean {
    const address = uri.toString();
    if (this.targets.has(address)) {
      return true;
    }
    if (address === blockUri(block.id, block.title).toString()) {
      return false;
    }
    const others = openUris(schemes.block).filter((open) => blockIdOf(open) === block.id);
    return others.length > 0 && others.every((open) => open.toString() !== address);
  }

  /** Changes a title because VS Code is renaming a document: its tab is on the way already. */
  async whileMoving(from: vscode.Uri, to: vscode.Uri, change: () => Promise<unknown>): Promise<void> {
    const address = from.toString();
    this.targets.delete(to.toString());
    this.moving.add(address);
    try {
      await change();
    } catch (error) {
      this.moving.delete(address);
      throw error;
    }
    this.clock.after(longestMove, () => {
      if (this.moving.delete(address)) {
        this.follow(blockTabs());
      }
    });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private follow(uris: readonly vscode.Uri[]): void {
    for (const uri of uris) {
      if (blockIdOf(uri) !== undefined) {
        this.queue = this.queue
          .then(() => this.rename(uri))
          .catch((error: unknown) => {
            this.log.warn(`The tab ${uri.path} keeps its old title: ${String(error)}`);
          });
      }
    }
  }

  /** Gives a tab the title of its block, where it has another one. */
  private async rename(uri: vscode.Uri): Promise<void> {
    await this.index.ready();
    const block = this.index.block(blockIdOf(uri) ?? 0);
    const isOpen = blockTabs().some((open) => open.toString() === uri.toString());
    if (
      !block ||
      !isOpen ||
      this.moving.has(uri.toString()) ||
      nameInAddress(block.title) === nameInAddress(titleIn(uri))
    ) {
      return;
    }
    const target = blockUri(block.id, block.title);
    if (blockTabs().some((open) => open.toString() === target.toString())) {
      return; // it is open under its title already; this tab goes on working
    }
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(uri, target);
    this.targets.add(target.toString());
    try {
      if (!(await vscode.workspace.applyEdit(edit))) {
        this.log.warn(`VS Code did not rename the tab ${uri.path}.`);
      }
    } finally {
      this.targets.delete(target.toString());
    }
  }
}

function blockTabs(): readonly vscode.Uri[] {
  return urisInTabs(schemes.block);
}

function urisInChange(change: IndexChange): readonly vscode.Uri[] {
  const tabs = blockTabs();
  return change === 'everything' ? tabs : tabs.filter((uri) => change.blockIds.includes(blockIdOf(uri) ?? 0));
}
