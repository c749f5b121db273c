import * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { Disposable } from '../../domain/ports/events';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import { FoundBlocks } from './foundBlocks';

/** How long, in milliseconds, the filter waits for the next key or the next change before it searches. */
export const FILTER_DELAY = 150;

/**
 * Shows only the blocks whose title, tags or content contain a text, or all of its words, and keeps to that while the
 * library changes.
 */
export class BlocksFilter implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<FoundBlocks | undefined>();
  private readonly subscription: Disposable;
  private wanted = '';
  private found: FoundBlocks | undefined;
  private searching: AbortController | undefined;
  private waiting: Disposable | undefined;

  /** Raised with what was found; without it when everything is shown again. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly blocks: BlockRepository,
    private readonly index: LibraryIndex,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.subscription = index.onDidChange(() => {
      if (this.wanted !== '') {
        this.setLater(this.wanted);
      }
    });
  }

  /** The text that blocks have to contain; empty when everything is shown. */
  get text(): string {
    return this.wanted;
  }

  /**
   * Searches and shows what was found; with an empty text, everything. Blanks at either end do not count.
   * @throws {StoreError} where the search failed; what was shown stays
   */
  async set(text: string): Promise<void> {
    this.stop();
    this.wanted = text.trim();
    if (this.wanted === '') {
      this.tell(undefined);
      return;
    }
    const searching = (this.searching = new AbortController());
    try {
      await this.index.ready();
      const { signal } = searching;
      // Parts of words and signs as they stand there, and words that stand apart.
      const found = await Promise.all([
        this.blocks.search(this.wanted, signal),
        this.blocks.searchText(this.wanted, signal),
      ]);
      const ids = [...new Set(found.flat())];
      if (!searching.signal.aborted) {
        this.tell(
          new FoundBlocks(
            this.wanted,
            ids.flatMap((id) => this.index.block(id) ?? []),
          ),
        );
      }
    } catch (error) {
      if (!searching.signal.aborted) {
        this.wanted = this.found?.text ?? '';
        throw error; // what a newer search has overtaken may fail as it likes
      }
    }
  }

  /** Does the same after a moment, unless another call comes first. A failure is logged. */
  setLater(text: string): void {
    this.stop();
    this.wanted = text.trim();
    this.waiting = this.clock.after(FILTER_DELAY, () => {
      this.set(text).catch((error: unknown) => {
        this.log.error(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  dispose(): void {
    this.stop();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private stop(): void {
    this.waiting?.dispose();
    this.waiting = undefined;
    this.searching?.abort();
    this.searching = undefined;
  }

  private tell(found: FoundBlocks | undefined): void {
    if (found || this.found) {
      this.found = found;
      this.changed.fire(found);
    }
  }
}
