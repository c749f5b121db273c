import type { Log } from '../../ports/log';

/** How a page is kept up to date. */
export interface PageUpdatesParts<Snapshot> {
  /** Makes everything that the page shows. */
  readonly make: () => Promise<Snapshot>;
  readonly send: (snapshot: Snapshot) => void;
  /** Resolves when no edit is being made. */
  readonly settled: () => Promise<unknown>;
  readonly log: Log;
}

/** Keeps one page up to date: for all changes that come while a snapshot is made, one more is made and sent. */
export class PageUpdates<Snapshot> {
  /** Whether a page is there to be told. */
  private shown = false;
  private isDisposed = false;
  private isStale = false;
  private refreshing: Promise<void> | undefined;

  constructor(private readonly parts: PageUpdatesParts<Snapshot>) {}

  /** Whether a page is there to be told. */
  get isShown(): boolean {
    return this.shown;
  }

  /** Whether the page shows what is so now, as far as is known. */
  get isCurrent(): boolean {
    return this.shown && !this.isStale && this.refreshing === undefined;
  }

  /**
   * A page begins. What it shows first may be made in another way than what follows; that is done when nothing is sent to
   * the page before any more.
   */
  async open(make = this.parts.make): Promise<Snapshot> {
    this.shown = false; // a refresh for the page before must not count as sent to this one
    await this.refreshing;
    this.isStale = false;
    const snapshot = await make();
    this.shown = true;
    if (this.mayRefresh()) {
      this.refresh(); // something happened while this was made
    }
    return snapshot;
  }

  /** The page is hidden, and with it gone: it begins anew when it is shown. */
  hide(): void {
    this.shown = false;
  }

  /** Sends a new snapshot soon. */
  refresh(): void {
    this.isStale = true;
    if (this.refreshing === undefined && this.shown) {
      this.refreshing = this.refreshAll().finally(() => {
        this.refreshing = undefined;
      });
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.shown = false;
  }

  private async refreshAll(): Promise<void> {
    const { make, send, settled, log } = this.parts;
    while (this.mayRefresh()) {
      await settled();
      this.isStale = false;
      try {
        const snapshot = await make();
        if (this.isShown) {
          send(snapshot);
        }
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
      }
    }
  }

  private mayRefresh(): boolean {
    return this.isStale && this.shown && !this.isDisposed;
  }
}
