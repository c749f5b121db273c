import type { ResultTable } from './protocol';
import { WorkerReader } from './transaction';
import type { SqlValue } from './values';
import type { WorkerClient } from './workerClient';

/**
 * Reads what is committed, where that is allowed at the moment. What is asked for several times in one go is read once:
 * after a change all that shows the same thing asks for it.
 */
export class CommittedReader extends WorkerReader {
  readonly #client: Pick<WorkerClient, 'request'>;
  readonly #check: () => void;
  /** What has just been asked for, by its words. */
  readonly #asked = new Map<string, Promise<ResultTable>>();

  /** `check` throws where it is not allowed. */
  constructor(client: Pick<WorkerClient, 'request'>, check: () => void) {
    super();
    this.#client = client;
    this.#check = check;
  }

  protected async query(sql: string, parameters: readonly SqlValue[], first: boolean): Promise<ResultTable> {
    this.#check();
    const ask = (): Promise<ResultTable> => this.#client.request('query', { sql, parameters, first });
    if (!parameters.every(isPlain)) return ask();
    const words = JSON.stringify([sql, first, parameters]);
    const asked = this.#asked.get(words) ?? ask();
    if (this.#asked.size === 0) {
      queueMicrotask(() => {
        this.#asked.clear();
      });
    }
    this.#asked.set(words, asked);
    return asked;
  }
}

/** Whether JSON tells a value from all others. */
function isPlain(value: SqlValue): boolean {
  return value === null || typeof value === 'string' || Number.isFinite(value);
}
