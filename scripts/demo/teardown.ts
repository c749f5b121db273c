/** How long everything together may take to end, in milliseconds; what is left then dies with this process. */
const LIMIT = 15_000;

/** What has been started and has to be ended, last first. */
export class Teardown {
  readonly #ends: (() => Promise<unknown>)[] = [];

  /** Remembers how something is ended. */
  add(end: () => Promise<unknown>): void {
    this.#ends.unshift(end);
  }

  /** Ends everything. One thing that cannot be ended does not keep the others from it. */
  async run(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LIMIT);
    });
    await Promise.race([limit, this.#endAll()]);
    clearTimeout(timer);
  }

  async #endAll(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end().catch(() => undefined);
  }
}
