import type { Disposable } from '../domain/ports/events';
import type { Clock } from './ports/clock';

/**
 * Calls back for each key at once, then at most once in its interval while more is asked for. The last request is
 * always served.
 */
export class Throttle<Key> {
  private readonly waiting = new Map<Key, { timer: Disposable; asked: boolean }>();

  constructor(
    private readonly clock: Clock,
    /** Milliseconds until the next call for a key. */
    private readonly interval: (key: Key) => number,
    private readonly call: (key: Key) => void,
  ) {}

  /** Asks for a call: now, or when the interval since the last one is over. */
  ask(key: Key): void {
    const entry = this.waiting.get(key);
    if (entry) {
      entry.asked = true;
    } else {
      this.serve(key);
    }
  }

  /** Calls now, and forgets what was asked for before. */
  flush(key: Key): void {
    this.waiting.get(key)?.timer.dispose();
    this.waiting.delete(key);
    this.call(key);
  }

  dispose(): void {
    for (const { timer } of this.waiting.values()) {
      timer.dispose();
    }
    this.waiting.clear();
  }

  private serve(key: Key): void {
    const timer = this.clock.after(this.interval(key), () => {
      const asked = this.waiting.get(key)?.asked;
      this.waiting.delete(key);
      if (asked) {
        this.serve(key);
      }
    });
    this.waiting.set(key, { timer, asked: false });
    this.call(key);
  }
}
