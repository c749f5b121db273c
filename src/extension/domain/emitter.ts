import type { Disposable, Subscribe } from './ports/events';

/** Raises one event to any number of listeners, in the order in which they subscribed. */
export class Emitter<T> {
  private readonly listeners = new Set<{ readonly call: (value: T) => void }>();

  constructor(
    /** Told about a listener that threw; the others are called all the same. */
    private readonly onListenerError: (error: unknown) => void = ignore,
  ) {}

  readonly event: Subscribe<T> = (call): Disposable => {
    const listener = { call }; // its own object, so that one function may subscribe twice
    this.listeners.add(listener);
    return {
      dispose: () => {
        this.listeners.delete(listener);
      },
    };
  };

  /** Calls every listener; one that is removed or added meanwhile is no longer or not yet called. */
  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      if (!this.listeners.has(listener)) {
        continue;
      }
      try {
        listener.call(value);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}

function ignore(): void {
  // Whoever gives no handler has nothing to do about it.
}
