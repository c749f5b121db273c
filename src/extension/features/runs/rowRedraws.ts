import type { Disposable } from '../../domain/ports/events';
import type { Clock } from '../../platform/ports/clock';

/** Rows move at most this often, in milliseconds between two redraws: more is flicker, and costs the model's machine. */
export const REDRAW_INTERVAL = 250;

/** Gathers which rows to draw again, so that they are drawn at once and then at most four times a second. */
export class RowRedraws {
  private readonly asked = new Set<number>();
  private pause: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly draw: (ids: readonly number[]) => void,
  ) {}

  /** Asks for a row to be drawn again: now, or with the next redraw. */
  ask(id: number): void {
    this.asked.add(id);
    if (this.pause === undefined) {
      this.flush();
    }
  }

  dispose(): void {
    this.pause?.dispose();
    this.asked.clear();
  }

  private flush(): void {
    this.pause = undefined;
    if (this.asked.size === 0) {
      return;
    }
    const ids = [...this.asked];
    this.asked.clear();
    this.pause = this.clock.after(REDRAW_INTERVAL, () => {
      this.flush();
    });
    this.draw(ids);
  }
}
