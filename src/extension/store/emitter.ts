import type { Disposable, Subscribe } from '../domain/ports/events';

/** Calls its listeners one after the other; one that throws keeps none of the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** How to listen. */
  readonly event: Subscribe<T> = (call): Disposable => {
    const listener = { call };
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  /** Tells everybody who listens now. */
  fire(value: T): void {
    for (const { call } of [...this.#listeners]) {
      try {
        call(value);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
