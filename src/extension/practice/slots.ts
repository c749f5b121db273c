/** Lets a number of jobs run at once; the others wait in the order they came. */
export class Slots {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly count: number) {}

  /** How many jobs wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** How many jobs run. */
  get running(): number {
    return this.#running;
  }

  /** Waits for a place. False when the signal came first; else `leave` has to be called. */
  async enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#running < this.count) {
      this.#running++;
      return true;
    }
    return new Promise((resolve) => {
      const turn = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        resolve(false);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(turn);
    });
  }

  /** Gives the place to the next job. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running--;
  }
}
