import { text } from '../../shared/model/text';
import type { Change } from '../domain/ports/changes';
import { StoreError } from '../domain/ports/storeError';
import type { ResultTable, RunResult } from './protocol';
import { toObjects } from './resultTable';
import { toSqlValues, type Row, type SqlParameter, type SqlValue } from './values';
import type { WorkerClient } from './workerClient';

/** Reads. Every method rejects with `StoreError`. */
export interface Reader {
  /** The first row; undefined without one. */
  get(sql: string, parameters?: readonly SqlParameter[]): Promise<Row | undefined>;
  all(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly Row[]>;
  /** The rows as arrays in the order of the columns: less than half the cost of objects for long lists. */
  rows(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly (readonly SqlValue[])[]>;
}

/** Reads and writes inside one transaction, until it ends. */
export interface Writer extends Reader {
  /** Resolves when it has its turn. Statements need not wait for that; what is decided as late as possible does. */
  readonly begun: Promise<void>;
  run(sql: string, parameters?: readonly SqlParameter[]): Promise<RunResult>;
  /** Executes one statement for each list of parameters, with one crossing. */
  runMany(sql: string, rows: readonly (readonly SqlParameter[])[]): Promise<RunResult>;
  /** Records what the transaction does, to be told after the commit. */
  changed(...changes: readonly Change[]): void;
  /**
   * Says that no more statements follow: the commit crosses together with those that were asked for just now, which saves
   * the time of waiting for them. It is rolled back when one of them fails. What is found out from their results, such as
   * that there was nothing to change, comes too late to undo anything.
   */
  end(): void;
}

/** Ends a transaction with what it has just been asked for, see `Writer.end`; gives the results of that. */
export function asLast<T>(tx: Writer, asked: Promise<T>): Promise<T> {
  tx.end();
  return asked;
}

/** Reads by way of the worker, in a transaction or in none. */
export class WorkerReader implements Reader {
  constructor(
    protected readonly client: WorkerClient,
    protected readonly transaction?: number,
  ) {}

  async get(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row | undefined> {
    return toObjects(await this.#query(sql, parameters, true))[0];
  }

  async all(sql: string, parameters: readonly SqlParameter[] = []): Promise<readonly Row[]> {
    return toObjects(await this.#query(sql, parameters));
  }

  async rows(sql: string, parameters: readonly SqlParameter[] = []): Promise<readonly (readonly SqlValue[])[]> {
    return (await this.#query(sql, parameters)).rows;
  }

  /** Throws when reading is not allowed at this moment. */
  protected check(): void {
    // Outside of a transaction it always is.
  }

  async #query(sql: string, parameters: readonly SqlParameter[], first = false): Promise<ResultTable> {
    this.check();
    return this.client.request('query', {
      transaction: this.transaction,
      sql,
      parameters: toSqlValues(parameters),
      first,
    });
  }
}

/** One open transaction. */
export class Transaction extends WorkerReader implements Writer {
  readonly #changes: Change[] = [];
  #open = true;
  /** The commit, from the moment it is asked for. */
  #committed: Promise<void> | undefined;
  #isOver = false;

  constructor(
    client: WorkerClient,
    private readonly id: number,
    readonly begun: Promise<void>,
  ) {
    super(client, id);
  }

  /** False from the moment it is told to end. */
  get open(): boolean {
    return this.#open;
  }

  async run(sql: string, parameters: readonly SqlParameter[] = []): Promise<RunResult> {
    return this.runMany(sql, [parameters]);
  }

  async runMany(sql: string, rows: readonly (readonly SqlParameter[])[]): Promise<RunResult> {
    this.check();
    return this.client.request('run', { transaction: this.id, sql, rows: rows.map(toSqlValues) });
  }

  changed(...changes: readonly Change[]): void {
    if (this.#isOver) throw over();
    this.#changes.push(...changes);
  }

  end(): void {
    this.#askForCommit(true);
    this.#committed?.catch(() => undefined); // told to whoever waits for the transaction
  }

  /** Ends it well. Resolves with what was recorded, once that is on disk. */
  async commit(): Promise<readonly Change[]> {
    if (!this.#committed) this.#askForCommit(false);
    await this.#committed;
    this.#isOver = true;
    return this.#changes;
  }

  #askForCommit(onlyWhole: boolean): void {
    this.check();
    this.#open = false;
    this.#committed = this.client.request('commit', { transaction: this.id, onlyWhole });
  }

  /** Ends it without a trace; one that has ended already is left as it is. */
  async rollback(): Promise<void> {
    this.#isOver = true;
    if (this.#committed) return this.#committed;
    this.check();
    this.#open = false;
    await this.client.request('rollback', { transaction: this.id });
  }

  protected override check(): void {
    if (!this.#open) throw over();
  }
}

function over(): StoreError {
  return new StoreError('closed', text('The transaction is over.'));
}
