import type { DatabaseLock } from './databaseLock';
import { errorCode } from './fileError';
import type { FileOperations } from './fileOperations';
import { holdsHotJournal, isHotJournal } from './hotJournal';

/** Elsewhere a file that somebody has open may be removed; on Windows nobody could make another one in its place. */
const KEEPS_OPEN = process.platform !== 'win32';

/** A journal that is open. */
interface OpenJournal {
  readonly handle: number;
  readonly dev: number;
  readonly ino: number;
}

/**
 * The journal as transactions write it, left open between them. Whoever closes the database removes the journal, also
 * while others have it open: so before each transaction it is made sure that the name still leads to what is open. After
 * that nobody else changes it as long as the write lock is held. Methods throw errors of the operating system.
 */
export class JournalHandle {
  /** How long it is, in bytes, or a little more; up to date while a transaction has it open. */
  size = 0;
  /** The name is durable. That of a journal which is found may not be: whoever made it may have failed before. */
  isNamed = false;
  readonly #database: string;
  readonly #path: string;
  readonly #lock: DatabaseLock;
  readonly #operations: FileOperations;
  #open: OpenJournal | undefined;
  /** In which turn of writing the name was looked at. */
  #lookedIn: number | undefined;

  constructor(database: string, path: string, lock: DatabaseLock, operations: FileOperations) {
    this.#database = database;
    this.#path = path;
    this.#lock = lock;
    this.#operations = operations;
  }

  /** True when it has to be played back. */
  isHot(): boolean {
    const open = this.#stillOpen();
    if (!open) return isHotJournal(this.#path, this.#operations);
    return this.size > 0 && holdsHotJournal(open.handle, this.#operations);
  }

  /** What a transaction writes to, after `open`. */
  get handle(): number {
    if (!this.#open) throw new Error('The journal is not open');
    return this.#open.handle;
  }

  /** Makes it ready for a transaction, under the write lock. */
  open(): void {
    const turn = this.#lock.writeTurn;
    if (this.#open && turn !== undefined && this.#lookedIn === turn) return;
    if (!this.#stillOpen()) this.#openAnew();
  }

  /** The transaction is over. */
  release(): void {
    if (!KEEPS_OPEN) this.close();
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#lookedIn = undefined;
    if (open) this.#operations.closeSync(open.handle);
  }

  /** What is open, if the name leads to it. */
  #stillOpen(): OpenJournal | undefined {
    if (!this.#open) return undefined;
    const stats = this.#operations.statSync(this.#path, { throwIfNoEntry: false });
    if (stats?.ino !== this.#open.ino || stats.dev !== this.#open.dev) {
      this.close();
      return undefined;
    }
    this.size = stats.size;
    this.#lookedIn = this.#lock.writeTurn;
    return this.#open;
  }

  #openAnew(): void {
    const operations = this.#operations;
    let handle: number;
    try {
      handle = operations.openSync(this.#path, 'r+');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      handle = operations.openSync(this.#path, 'wx+', 0o666 & operations.statSync(this.#database).mode);
    }
    try {
      const { dev, ino, size } = operations.fstatSync(handle);
      this.#open = { handle, dev, ino };
      this.size = size;
    } catch (error) {
      operations.closeSync(handle);
      throw error;
    }
    this.isNamed = false;
    this.#lookedIn = this.#lock.writeTurn;
  }
}
