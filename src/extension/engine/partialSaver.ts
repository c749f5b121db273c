import type { Disposable } from '../domain/ports/events';
import type { Clock } from '../platform/ports/clock';

/** How long a text that grows waits before it is stored again, in milliseconds. */
export const SAVE_INTERVAL_MS = 1000;

/** Stores a text that grows: at most once in each interval, and never while it is still being stored. */
export class PartialSaver {
  private timer: Disposable | undefined;
  private saving: Promise<void> | undefined;
  private isDirty = false;
  private isClosed = false;

  constructor(
    private readonly clock: Clock,
    /** Stores the text as it is at that moment. */
    private readonly save: () => Promise<void>,
    /** Told once about a failure; nothing is stored after it. */
    private readonly failed: (error: unknown) => void,
  ) {}

  /** The text has grown. */
  changed(): void {
    if (this.isClosed) {
      return;
    }
    this.isDirty = true;
    this.timer ??= this.clock.after(SAVE_INTERVAL_MS, () => {
      this.timer = undefined;
      this.start();
    });
  }

  /** Stores no more; resolves when what was being stored is. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.timer?.dispose();
    this.timer = undefined;
    await this.saving;
  }

  private start(): void {
    if (this.isClosed || this.saving) {
      return; // a save that is under way starts the next itself
    }
    this.isDirty = false;
    this.saving = this.save()
      .catch((error: unknown) => {
        this.isClosed = true;
        this.failed(error);
      })
      .finally(() => {
        this.saving = undefined;
        if (this.isDirty) {
          this.changed();
        }
      });
  }
}
