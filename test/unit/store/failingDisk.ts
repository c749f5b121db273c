import { nodeFileOperations, type FileOperations } from '../../../src/extension/store/sqlite/fileOperations';

/** A disk whose operations fail from one with a number on. */
export class FailingDisk {
  #left = Infinity;
  #failures = 0;
  readonly #code: string;
  readonly operations: FileOperations;

  constructor(code: string) {
    this.#code = code;
    const operations: Record<string, unknown> = { ...nodeFileOperations };
    for (const name of Object.keys(nodeFileOperations) as (keyof FileOperations)[]) {
      const original = nodeFileOperations[name] as unknown;
      // Closing is left alone: what is not closed would stay open for the rest of the tests.
      if (typeof original !== 'function' || name === 'closeSync') continue;
      operations[name] = (...values: unknown[]): unknown => {
        this.#left -= 1;
        if (this.#left < 0 && this.#failures > 0) {
          this.#failures -= 1;
          throw Object.assign(new Error(`${name} fails`), { code: this.#code });
        }
        return (original as (...values: unknown[]) => unknown)(...values);
      };
    }
    this.operations = operations as unknown as FileOperations;
  }

  /** Lets so many operations succeed, and the next ones fail. */
  arm(succeeding: number, failing: number): void {
    this.#left = succeeding;
    this.#failures = failing;
  }

  heal(): void {
    this.#left = Infinity;
    this.#failures = 0;
  }

  /** True once it has failed since it was armed. */
  get hasFailed(): boolean {
    return this.#left < 0;
  }
}
