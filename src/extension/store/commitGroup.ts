import type { Connection } from './sqlite/connection';

/** How many transactions are written to the disk together at most. */
const MOST = 64;
/** For how many milliseconds the first of them waits for others at most. */
const LONGEST_MS = 20;

/** Transactions that have been committed and are written to the disk together, with the next that ends. */
export class CommitGroup {
  readonly connection: Connection;
  readonly #since = performance.now();
  readonly #waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Whether another transaction may make those before it wait. */
  get hasRoom(): boolean {
    return this.#waiting.length < MOST && performance.now() - this.#since < LONGEST_MS;
  }

  /** One transaction more; resolves when it is on the disk. */
  join(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** All are on the disk. */
  written(): void {
    for (const { resolve } of this.#waiting) resolve();
  }

  /** None is. */
  failed(error: unknown): void {
    for (const { reject } of this.#waiting) reject(error);
  }
}
