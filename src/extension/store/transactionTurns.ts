import { text } from '../../shared/model/text';
import { StoreError } from '../domain/ports/storeError';
import { CommitGroup } from './commitGroup';
import type { Connection } from './sqlite/connection';
import type { DatabaseFile } from './sqlite/databaseFile';

const SAVEPOINT = 'SAVEPOINT brief_transaction';
const RELEASE = 'RELEASE brief_transaction';
const ROLLBACK_TO = 'ROLLBACK TO brief_transaction';

interface ActiveTransaction {
  readonly id: number;
  readonly connection: Connection;
  /** Whether it waits for nothing but its own statements. */
  readonly brief: boolean;
  /** Whether others were committed before it that are not on disk yet: then it is a savepoint. */
  readonly nested: boolean;
  /** Why its last statement failed of those that did. */
  failure?: { readonly error: unknown };
}

/**
 * Transactions one after the other, in the order in which they were asked for. Brief ones that wait for each other are
 * written to the disk together: what makes a commit slow is the disk, whatever is in it.
 */
export class TransactionTurns {
  /** The file, which may be another one from one turn to the next. */
  readonly #file: () => DatabaseFile;
  #closed = false;
  #active: ActiveTransaction | undefined;
  /** Brief transactions that wait for those after them, to be written with them. */
  #group: CommitGroup | undefined;
  /** Of those that wait for their turn, in order, whether they are brief transactions. */
  readonly #waiting: boolean[] = [];
  /** Settles when the commit or rollback that is under way is done. */
  #finishing: Promise<void> | undefined;
  /** Settles when the last transaction that was asked for is over. */
  #lastTurn: Promise<void> = Promise.resolve();
  #endTurn: (() => void) | undefined;
  /** Transactions that wait for their turn. Their statements may come before it. */
  readonly #beginnings = new Map<number, Promise<void>>();
  /** Settles when what is open is over. */
  #writing: Promise<void> = Promise.resolve();
  #written: () => void = ignore;

  constructor(file: () => DatabaseFile) {
    this.#file = file;
  }

  /**
   * Begins a transaction when all before it are over. A brief one waits for nothing but its own statements.
   * @throws {StoreError}
   */
  async begin(id: number, brief: boolean): Promise<void> {
    const beginning = this.#begin(id, brief);
    this.#beginnings.set(id, beginning);
    try {
      await beginning;
    } finally {
      this.#beginnings.delete(id);
    }
  }

  /**
   * Resolves when a transaction has its turn; at once when it is over, or nobody has asked for it.
   * @throws {StoreError} when it could not begin
   */
  async begun(id: number): Promise<void> {
    await this.#beginnings.get(id);
  }

  async #begin(id: number, brief: boolean): Promise<void> {
    this.#endTurn = await this.#takeTurn(brief);
    try {
      this.#refuseWhenClosed();
      if (this.#group) {
        const { connection } = this.#group;
        connection.query(SAVEPOINT);
        this.#active = { id, connection, brief, nested: true };
        return;
      }
      await this.#file().prepareWrite();
      if (this.#closed) {
        this.#file().close();
        throw closed();
      }
      // From here to the end of the method nothing waits, so that no statement slips in between.
      this.#active = { id, connection: this.#file().begin(), brief, nested: false };
      this.#writing = new Promise((resolve) => {
        this.#written = resolve;
      });
    } catch (error) {
      // What was committed before is not lost by it; when the session closes, that writes it.
      if (this.#group && !this.#closed) await this.#finish('commit').catch(ignore);
      else this.#endTransaction();
      throw error;
    }
  }

  /**
   * Resolves when the transaction is on disk: at once, or together with those that wait for their turn. With `onlyWhole`
   * one of which a statement failed is rolled back instead.
   * @throws {StoreError} also what the statement failed with
   */
  async commit(id: number, onlyWhole = false): Promise<void> {
    const { connection, brief, nested, failure } = this.#require(id);
    if (onlyWhole && failure) {
      await this.rollback(id);
      throw failure.error;
    }
    if (!brief || !this.#mayGroup()) return this.#finish('commit');
    try {
      if (nested) connection.query(RELEASE);
    } catch (error) {
      await this.#finish('rollback', error).catch(ignore);
      throw error;
    }
    this.#group ??= new CommitGroup(connection);
    const onDisk = this.#group.join();
    this.#endTransaction();
    return onDisk;
  }

  /** Ends a transaction without a trace. */
  async rollback(id: number): Promise<void> {
    const { connection, nested, failure } = this.#require(id);
    if (!nested) return this.#finish('rollback');
    const undone = undoSavepoint(connection);
    if (undone !== true) return this.#finish('rollback', whyLost([undone.error, failure?.error]));
    if (this.#mayGroup()) this.#endTransaction();
    // Whether the others get to the disk is not for whoever rolled back to hear.
    else await this.#finish('commit').catch(ignore);
  }

  /** Whether the next in turn can be written to the disk together with what is open. */
  #mayGroup(): boolean {
    return this.#waiting[0] === true && !this.#closed && (this.#group?.hasRoom ?? true);
  }

  /** Ends what is open, and tells everybody who waits for it; also why it had to be undone. */
  async #finish(end: 'commit' | 'rollback', failure?: unknown): Promise<void> {
    let finished = (): void => undefined;
    this.#finishing = new Promise((resolve) => {
      finished = resolve;
    });
    const group = this.#group;
    try {
      if (end === 'commit') await this.#file().commit();
      else this.#file().rollback();
      if (end === 'commit') group?.written();
      else group?.failed(failure ?? whyLost([]));
    } catch (error) {
      group?.failed(error);
      throw error;
    } finally {
      this.#group = undefined;
      this.#finishing = undefined;
      this.#endTransaction();
      this.#written();
      finished();
    }
  }

  /** Lets the next one have its turn. */
  #endTransaction(): void {
    this.#active = undefined;
    this.#endTurn?.();
    this.#endTurn = undefined;
  }

  /** Whether something is open, so that only its own statements may reach the file. */
  get isOpen(): boolean {
    return this.#active !== undefined || this.#group !== undefined;
  }

  /** Settles when what is open is over. The next may be open by the time that somebody goes on. */
  get over(): Promise<void> {
    return this.#writing;
  }

  /** Does something else when all transactions before it are over, and before those after it. */
  async inTurn<T>(action: () => Promise<T>): Promise<T> {
    const endTurn = await this.#takeTurn();
    try {
      return await action();
    } finally {
      endTurn();
    }
  }

  async #takeTurn(brief = false): Promise<() => void> {
    const before = this.#lastTurn;
    let endTurn = (): void => undefined;
    this.#lastTurn = new Promise((resolve) => {
      endTurn = resolve;
    });
    this.#waiting.push(brief);
    await before;
    this.#waiting.shift();
    return endTurn;
  }

  /**
   * The connection of an open transaction.
   * @throws {StoreError} with reason `closed`
   */
  connectionOf(id: number): Connection {
    return this.#require(id).connection;
  }

  /**
   * Executes statements of an open transaction.
   * @throws {StoreError} with reason `closed` when it is over, or what they throw
   */
  statement<T>(id: number, action: (connection: Connection) => T): T {
    const active = this.#require(id);
    try {
      return action(active.connection);
    } catch (error) {
      active.failure = { error };
      throw error;
    }
  }

  /** Ends what is open, before the file is closed: rolls back what has not been committed. Nothing begins any more. */
  async close(): Promise<void> {
    this.#closed = true;
    // What is being committed was asked for before: it is finished.
    await this.#finishing;
    if (this.#active) await this.rollback(this.#active.id);
    else if (this.#group) await this.#finish('commit').catch(ignore);
  }

  #require(id: number): ActiveTransaction {
    if (this.#active?.id === id) return this.#active;
    throw new StoreError('closed', text('The transaction is over.'));
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw closed();
  }
}

/** Undoes a savepoint; or what prevented it, when SQLite undoes everything, after an error that allows nothing else. */
function undoSavepoint(connection: Connection): true | { readonly error: unknown } {
  try {
    connection.query(ROLLBACK_TO);
    connection.query(RELEASE);
    return true;
  } catch (error) {
    return { error };
  }
}

/** What those hear whose work was undone with another's: what says why, of the errors there were. */
function whyLost(errors: readonly unknown[]): unknown {
  // That a rule was broken concerns one alone, and that there is no savepoint any more follows from what went before.
  const isReason = (error: unknown): boolean =>
    error instanceof StoreError && error.reason !== 'constraint' && error.reason !== 'failed';
  return (
    errors.find(isReason) ?? new StoreError('failed', text('The database could not store what belonged together.'))
  );
}

function ignore(): void {
  // Told to those whom it concerns.
}

/** The error of whatever comes too late. */
export function closed(): StoreError {
  return new StoreError('closed', text('The database is closed.'));
}
