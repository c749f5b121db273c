import { AsyncLocalStorage } from 'node:async_hooks';
import { text, type Text } from '../../shared/model/text';
import type { Change, LibraryChange, LibraryEvents } from '../domain/ports/changes';
import type { CareOptions } from '../domain/ports/libraryCare';
import type { Subscribe } from '../domain/ports/events';
import { StoreError } from '../domain/ports/storeError';
import type { Log } from '../platform/ports/log';
import { Emitter } from '../domain/emitter';
import type { Requests, RunResult, StorageKind } from './protocol';
import type { LockHolder } from './sqlite/fileLock';
import type { ProcessIdentity } from './sqlite/processIdentity';
import { CommittedReader } from './committedReader';
import { asLast, Transaction, type Reader, type Writer } from './transaction';
import type { Row, SqlParameter, SqlValue } from './values';
import { WorkerClient } from './workerClient';

/** What a database needs. */
export interface DatabaseOptions {
  /** The database file, absolute. It is made with the first thing that is stored. */
  readonly path: string;
  /** The bundled worker. */
  readonly workerPath: string;
  /** The wasm of sql.js. */
  readonly wasmPath: string;
  readonly log: Log;
  /** How long a transaction waits for another window, in milliseconds; 10,000 by default. */
  readonly lockTimeoutMs?: number;
  /** `whole-file` keeps to the slower way of storing; by default the better one is used where it works. */
  readonly storage?: StorageKind;
}

/** The requests that look after the file. */
type CareKind = 'describe' | 'copies' | 'backUp' | 'restore' | 'check' | 'compact';

/**
 * The database. Making one costs nothing: its worker starts and the file is read at the first statement. Methods reject
 * with `StoreError`.
 *
 * The product uses `transaction` and `reader`. The operations of the original application are here too; between
 * `beginTransaction` and its end `get`, `all`, `rows`, `run` and `runMany` of this object belong to that transaction,
 * while `transaction` and `reader` wait for its end.
 */
export class Database implements Reader, LibraryEvents {
  readonly onDidChange: LibraryEvents['onDidChange'];
  /** Raised when the file has been opened or opened anew, or with the error that prevented it. */
  readonly onDidOpen: Subscribe<StoreError | undefined>;
  /** Raised when this has left its file for another one, of which nothing has been read yet. */
  readonly onDidMove: Subscribe<void>;
  /** Raised with what a person should know once. */
  readonly onNotice: Subscribe<Text>;
  /** Raised with the path of the file when somebody has removed it. */
  readonly onGone: Subscribe<string>;
  /** Raised when another process has kept this one waiting for some seconds, and with undefined when that is over. */
  readonly onWaiting: Subscribe<LockHolder | undefined>;
  /** Reads what is committed, never out of the middle of a transaction. */
  readonly reader: Reader;
  readonly #client: WorkerClient;
  readonly #changes: Emitter<LibraryChange>;
  readonly #openings: Emitter<StoreError | undefined>;
  readonly #moves: Emitter<void>;
  readonly #notices: Emitter<Text>;
  readonly #removals: Emitter<string>;
  readonly #waiting: Emitter<LockHolder | undefined>;
  /** The transaction in whose function the running code is; of brief ones it is not kept. */
  readonly #current = new AsyncLocalStorage<Transaction>();
  /** How many transactions are open that are not brief. */
  #open = 0;
  #manual: Transaction | undefined;
  #beginning = false;
  #noticed = false;
  #lastTransaction = 0;
  #closed = false;

  constructor({ path, workerPath, wasmPath, log, lockTimeoutMs = 10_000, storage = 'best' }: DatabaseOptions) {
    const logError = (error: unknown): void => {
      log.error(error instanceof Error ? error : String(error));
    };
    this.#changes = new Emitter(logError);
    this.onDidChange = this.#changes.event;
    this.#openings = new Emitter(logError);
    this.onDidOpen = this.#openings.event;
    this.#moves = new Emitter(logError);
    this.onDidMove = this.#moves.event;
    this.#notices = new Emitter(logError);
    this.onNotice = this.#notices.event;
    this.#removals = new Emitter(logError);
    this.onGone = this.#removals.event;
    this.#waiting = new Emitter(logError);
    this.onWaiting = this.#waiting.event;
    this.#client = new WorkerClient(
      workerPath,
      { path, wasmPath, lockTimeoutMs, storage },
      {
        started: () => {
          void this.#tellOpening(this.#client.request('open', {}));
        },
        externalChange: () => {
          this.#changes.fire('everything');
        },
        warning: (message) => {
          log.warn(message);
        },
        gone: (removed) => {
          this.#removals.fire(removed);
        },
        waiting: (owner) => {
          this.#waiting.fire(owner);
        },
        notice: (notice) => {
          if (!this.#noticed) this.#notices.fire(notice);
          this.#noticed = true;
        },
      },
    );
    this.reader = new CommittedReader(this.#client, () => {
      this.#checkUsable();
    });
  }

  /** Opens the file, if there is one, and brings it up to the newest schema. Statements do this by themselves. */
  async initialize(): Promise<void> {
    this.#checkUsable();
    await this.#client.request('open', {});
  }

  /** Brings the file up to the newest schema. `initialize` has done it unless the file could not be written then. */
  async checkAndMigrate(): Promise<void> {
    this.#checkUsable();
    await this.#client.request('migrate', {});
  }

  /** Reads the file anew, after an error or when it has been replaced; for reading alone when asked so. */
  async reopen(readOnly = false): Promise<void> {
    this.#checkUsable();
    const reopening = this.#client.request('reopen', { readOnly });
    await this.#tellOpening(reopening);
    await reopening;
    this.#changes.fire('everything');
  }

  /** Leaves the file for another one, whose path is absolute. What is open is rolled back. */
  async moveTo(path: string): Promise<void> {
    this.#checkUsable();
    await this.#client.moveTo(path);
    this.#moves.fire();
    const opening = this.#client.request('open', {});
    // It is told by the worker's start.
    await opening.catch(() => undefined);
    this.#changes.fire('everything');
  }

  /** Asks for a task that looks after the file; the same as the methods of `LibraryCare`. */
  async care<Kind extends CareKind>(
    kind: Kind,
    body: Requests[Kind]['request'],
    options?: CareOptions,
  ): Promise<Requests[Kind]['reply']> {
    this.#checkUsable();
    return this.#client.request(kind, body, options);
  }

  /** The first row; undefined without one. */
  async get(sql: string, parameters?: readonly SqlParameter[]): Promise<Row | undefined> {
    return (this.#manual ?? this.reader).get(sql, parameters);
  }

  /** All rows. */
  async all(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly Row[]> {
    return (this.#manual ?? this.reader).all(sql, parameters);
  }

  /** All rows as arrays in the order of the columns. */
  async rows(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly (readonly SqlValue[])[]> {
    return (this.#manual ?? this.reader).rows(sql, parameters);
  }

  /** Executes a statement, on disk when it resolves unless a transaction is open. */
  async run(sql: string, parameters: readonly SqlParameter[] = []): Promise<RunResult> {
    return this.runMany(sql, [parameters]);
  }

  /** Executes a statement for each list of parameters, all or none of them. */
  async runMany(sql: string, rows: readonly (readonly SqlParameter[])[]): Promise<RunResult> {
    if (this.#manual) return this.#manual.runMany(sql, rows);
    const { result } = await this.#transact((tx) => asLast(tx, tx.runMany(sql, rows)), true);
    // What a statement does is known only to whoever wrote it.
    this.#changes.fire('everything');
    return result;
  }

  /** Begins a transaction that the caller ends. */
  async beginTransaction(): Promise<void> {
    if (this.#manual || this.#beginning) {
      throw new StoreError('busy', text('A transaction is open already. End it before beginning another.'));
    }
    this.#beginning = true;
    try {
      const transaction = this.#begin(false);
      await transaction.begun;
      this.#manual = transaction;
    } finally {
      this.#beginning = false;
    }
  }

  /** Ends the transaction; it is on disk when this resolves, and has not happened when it rejects. */
  async commitTransaction(): Promise<void> {
    await this.#takeManual().commit();
    this.#changes.fire('everything');
  }

  /** Ends the transaction without a trace. */
  async rollbackTransaction(): Promise<void> {
    await this.#takeManual().rollback();
  }

  /**
   * Runs a function inside a transaction: committed when it resolves, rolled back when it throws. Its changes are told
   * once, after the commit. Inside, only the writer that is handed over may be used; using the database object there
   * would wait for the transaction's own end and is refused.
   */
  async transaction<T>(action: (tx: Writer) => Promise<T>): Promise<T> {
    const { result, changes } = await this.#transact(action, false);
    if (changes.length > 0) this.#changes.fire(changes);
    return result;
  }

  /**
   * The same for a function that waits for nothing but its own statements: what it asked of the database object would wait
   * for ever. Those that are asked for at the same time are written to the disk together: each is there when it resolves,
   * but they take little longer than one.
   */
  async briefTransaction<T>(action: (tx: Writer) => Promise<T>): Promise<T> {
    const { result, changes } = await this.#transact(action, true);
    if (changes.length > 0) this.#changes.fire(changes);
    return result;
  }

  /** Who this process is, as the store writes it into what has to be known as alive or dead later. */
  async identity(): Promise<ProcessIdentity> {
    return this.#client.request('identity', {});
  }

  /** Ends the worker. What is open is rolled back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#client.started) await this.#client.request('close', {}).catch(() => undefined);
    await this.#client.terminate();
  }

  async #transact<T>(
    action: (tx: Writer) => Promise<T>,
    brief: boolean,
  ): Promise<{ result: T; changes: readonly Change[] }> {
    const transaction = this.#begin(brief);
    // The statements of a brief one are on their way already when its turn comes: that makes the turn shorter.
    if (!brief) await transaction.begun;
    let result: T;
    try {
      result = await (brief ? action(transaction) : this.#guarded(transaction, action));
    } catch (error) {
      await this.#rollback(transaction);
      await transaction.begun; // an error of its beginning says more than what followed from it
      throw error;
    }
    return { result, changes: await transaction.commit() };
  }

  /** Runs a function so that what is asked for in it outside of its transaction is refused. */
  async #guarded<T>(transaction: Transaction, action: (tx: Writer) => Promise<T>): Promise<T> {
    this.#open += 1;
    try {
      return await this.#current.run(transaction, () => action(transaction));
    } finally {
      this.#open -= 1;
      // As long as it is in use, Node.js looks at it for every promise of the process.
      if (this.#open === 0) this.#current.disable();
    }
  }

  #begin(brief: boolean): Transaction {
    this.#checkUsable();
    this.#lastTransaction += 1;
    return new Transaction(this.#client, this.#lastTransaction, brief);
  }

  async #rollback(transaction: Transaction): Promise<void> {
    try {
      await transaction.rollback();
    } catch {
      // The worker died or was closed, and the transaction with it. The first error says more.
    }
  }

  /** Never rejects: whoever asked for the opening gets its error. */
  async #tellOpening(opening: Promise<unknown>): Promise<void> {
    try {
      await opening;
      this.#openings.fire(undefined);
    } catch (error) {
      if (error instanceof StoreError && error.reason !== 'closed') this.#openings.fire(error);
    }
  }

  #takeManual(): Transaction {
    const transaction = this.#manual;
    if (!transaction) throw new StoreError('closed', text('No transaction is open.'));
    this.#manual = undefined;
    return transaction;
  }

  #checkUsable(): void {
    if (this.#closed) throw new StoreError('closed', text('The database is closed.'));
    if (this.#current.getStore()?.open) {
      throw new StoreError('failed', text('Inside a transaction only its own writer may be used.'));
    }
  }
}
