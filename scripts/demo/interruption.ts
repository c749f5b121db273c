import process from 'node:process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when the demo is asked to end: by Ctrl+C, or by another program. */
export class Interruption {
  readonly happened: Promise<void>;
  readonly #listener: () => void;

  constructor() {
    let tell = (): void => undefined;
    this.happened = new Promise((resolve) => {
      tell = resolve;
    });
    // The name of the signal, which listeners get, is no part of it.
    this.#listener = () => {
      tell();
    };
    this.claim();
  }

  /**
   * Takes the signals from whoever listens to them by now: Playwright would end this process before what the demo
   * started has come to its end.
   */
  claim(): void {
    for (const signal of SIGNALS) {
      process.removeAllListeners(signal);
      process.on(signal, this.#listener);
    }
  }
}
