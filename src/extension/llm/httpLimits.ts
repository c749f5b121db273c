/** How long a request may wait, in milliseconds; 0 is no limit. */
export interface HttpLimits {
  /** From the first try to the connection, the search for the host's name included. */
  readonly connect: number;
  /** From the connection to the first byte, and between any two pieces of the answer. */
  readonly silence: number;
}

/** One time limit at a time. */
export class TimeLimit {
  #timer: NodeJS.Timeout | undefined;

  /** Begins a limit in place of the one before. */
  start(milliseconds: number, onPassed: () => void): void {
    this.clear();
    if (milliseconds > 0) this.#timer = setTimeout(onPassed, milliseconds);
  }

  /** Ends the limit; nothing happens when it is not running. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
