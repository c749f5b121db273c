import { text } from '../../shared/model/text';
import type { Change } from '../domain/ports/changes';
import { StoreError } from '../domain/ports/storeError';
import { unpackError } from './packedError';
import type { ResultTable, RunResult, Statement } from './protocol';
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

/** Reads by way of the worker; how a query gets there is known to whoever extends it. */
export abstract class WorkerReader implements Reader {
  async get(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row | undefined> {
    return toObjects(await this.query(sql, toSqlValues(parameters), true))[0];
  }

  async all(sql: string, parameters: readonly SqlParameter[] = []): Promise<readonly Row[]> {
    return toObjects(await this.query(sql, toSqlValues(parameters), false));
  }

  async rows(sql: string, parameters: readonly SqlParameter[] = []): Promise<readonly (readonly SqlValue[])[]> {
    return (await this.query(sql, toSqlValues(parameters), false)).rows;
  }

  protected abstract query(sql: string, parameters: readonly SqlValue[], first: boolean): Promise<ResultTable>;
}

/** Who waits for what came of a statement. */
interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** One open transaction. What it is asked for in one go crosses as one request, often all of it. */
export class Transaction extends WorkerReader implements Writer {
  /** Resolves when it has its turn. Statements need not wait for that. */
  readonly begun: Promise<void>;
  readonly #client: WorkerClient;
  readonly #id: number;
  readonly #changes: Change[] = [];
  /** What is about to be asked for: the beginning, statements and whoever waits for them. */
  #begin: { readonly brief: boolean } | undefined;
  #statements: Statement[] = [];
  #waiting: Waiting[] = [];
  /** The answer to what is about to be asked for. */
  #asking: Promise<void> | undefined;
  #open = true;
  /** The commit, from the moment it is asked for. */
  #committed: Promise<void> | undefined;
  #commit: { readonly onlyWhole: boolean } | undefined;
  #isOver = false;

  constructor(client: WorkerClient, id: number, brief: boolean) {
    super();
    this.#client = client;
    this.#id = id;
    this.#begin = { brief };
    this.begun = this.#ask();
  }

  /** False from the moment it is told to end. */
  get open(): boolean {
    return this.#open;
  }

  async run(sql: string, parameters: readonly SqlParameter[] = []): Promise<RunResult> {
    return this.runMany(sql, [parameters]);
  }

  async runMany(sql: string, rows: readonly (readonly SqlParameter[])[]): Promise<RunResult> {
    return this.#execute<RunResult>({ kind: 'run', sql, rows: rows.map(toSqlValues) });
  }

  changed(...changes: readonly Change[]): void {
    if (this.#isOver) throw over();
    this.#changes.push(...changes);
  }

  end(): void {
    this.#askForCommit(true);
  }

  /** Ends it well. Resolves with what was recorded, once that is on disk. */
  async commit(): Promise<readonly Change[]> {
    if (!this.#committed) this.#askForCommit(false);
    await this.#committed;
    this.#isOver = true;
    return this.#changes;
  }

  /** Ends it without a trace; one that has ended already is left as it is. */
  async rollback(): Promise<void> {
    this.#isOver = true;
    if (this.#committed) return this.#committed;
    this.#check();
    this.#open = false;
    await this.#asking?.catch(() => undefined); // the request for it has to be ahead of this one
    await this.#client.request('rollback', { transaction: this.#id });
  }

  protected query(sql: string, parameters: readonly SqlValue[], first: boolean): Promise<ResultTable> {
    return this.#execute<ResultTable>({ kind: 'query', sql, parameters, first });
  }

  #askForCommit(onlyWhole: boolean): void {
    this.#check();
    this.#open = false;
    this.#commit = { onlyWhole };
    this.#committed = this.#ask();
  }

  #execute<T>(statement: Statement): Promise<T> {
    this.#check();
    void this.#ask(); // told by the statement
    return new Promise((resolve, reject) => {
      this.#statements.push(statement);
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Resolves when what is asked for in this go has been answered, with the end when that is among it. */
  #ask(): Promise<void> {
    if (!this.#asking) {
      this.#asking = Promise.resolve().then(() => this.#send());
      this.#asking.catch(() => undefined); // told to whoever asked
    }
    return this.#asking;
  }

  async #send(): Promise<void> {
    const [statements, waiting, begin, commit] = [this.#statements, this.#waiting, this.#begin, this.#commit];
    this.#statements = [];
    this.#waiting = [];
    this.#begin = undefined;
    this.#asking = undefined;
    try {
      const outcomes = await this.#client.request('transact', { transaction: this.#id, begin, statements, commit });
      for (const [index, outcome] of outcomes.entries()) {
        if ('value' in outcome) waiting[index]?.resolve(outcome.value as never);
        else waiting[index]?.reject(unpackError(outcome.error));
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      throw error;
    }
  }

  #check(): void {
    if (!this.#open) throw over();
  }
}

function over(): StoreError {
  return new StoreError('closed', text('The transaction is over.'));
}
