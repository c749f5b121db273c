import { unlinkSync } from 'node:fs';
import { Connection } from './connection';
import type { DatabaseLock } from './databaseLock';
import { fileError } from './fileError';
import { checkHeader } from './fileHeader';
import type { FilePlace } from './fileIdentity';
import { nodeFileOperations, type FileOperations } from './fileOperations';
import type { FileVfs } from './fileVfs';
import { isHotJournal } from './hotJournal';
import { checkRoots, configureFile } from './pragmas';
import { readHeader, sizeOfDatabaseFile } from './readFile';
import type { SqliteError } from './sqliteError';
import { journalPathOf, VfsDatabase } from './vfsDatabase';
import type { VfsFile } from './vfsFile';

/** Result codes of SQLite behind which is an error of the operating system. */
const FROM_SYSTEM = new Set([10, 13, 14]);
const BUSY = 5;

/** What a connection to a file needs. */
export interface DiskOptions {
  readonly vfs: FileVfs;
  /** The file itself, not a link to it. */
  readonly target: string;
  readonly lock: DatabaseLock;
  readonly operations?: FileOperations;
}

/** A connection to a database file, by way of the virtual file system. */
export class DiskConnection {
  readonly connection: Connection;
  readonly #file: VfsFile;
  #dataVersion: number | undefined;
  readonly #close: () => void;

  /**
   * Opens a file that exists, playing back the journal of a process that died while it wrote.
   * @throws {StoreError} for everything that is not a database which can be used
   */
  constructor({ vfs, target, lock, operations = nodeFileOperations }: DiskOptions) {
    const database = new VfsDatabase(target, lock, operations);
    // While another window writes, the header may say more than the file holds yet.
    lock.withAccess(() => {
      if (!isHot(target, operations)) checkHeaderOf(target);
    });
    let open: ReturnType<FileVfs['open']>;
    try {
      open = vfs.open(database);
    } catch (error) {
      throw fileError(error, target);
    }
    this.#file = open.file;
    this.#close = () => {
      open.close();
    };
    this.connection = new Connection(open.sqlite, (error) => explain(error, database), open.prepare);
    try {
      configureFile(this.connection);
      // The first reading, which recovers.
      checkRoots(this.connection, target);
      lock.withAccess(() => {
        checkHeaderOf(target);
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** True where the file can only be read. */
  get readOnly(): boolean {
    return this.#file.readOnly;
  }

  /** The change counter in the file when the transaction began that is open, or was last. */
  get counterAtBegin(): number {
    return this.#file.counterAtBegin;
  }

  /** A number that changes when somebody else commits, https://www.sqlite.org/pragma.html#pragma_data_version */
  dataVersion(): number {
    if (this.#dataVersion !== undefined && this.#file.isUnchanged()) return this.#dataVersion;
    this.#dataVersion = Number(this.connection.value('PRAGMA data_version'));
    this.#file.changesAreKnown();
    return this.#dataVersion;
  }

  /** To be called when a transaction has failed: what it has left in the file is found out by SQLite. */
  forgetDataVersion(): void {
    this.#dataVersion = undefined;
  }

  /** True while the path, of which this was seen just now, leads to the file that is open. */
  isAt(place: FilePlace | undefined): boolean {
    const open = this.#file.place;
    if (place?.ino !== open.ino || place.dev !== open.dev) return false;
    this.#file.hasSize(place.size);
    return true;
  }

  close(): void {
    this.connection.freeStatements();
    this.#close();
  }
}

/** Removes the journal, which is empty between transactions. Harmless when somebody needs it. */
export function removeJournal(target: string, lock: DatabaseLock): void {
  try {
    if (!lock.tryWrite()) return;
    const journal = journalPathOf(target);
    if (!isHotJournal(journal, nodeFileOperations)) unlinkSync(journal);
  } catch {
    // There is none, or it cannot be removed: an empty one is in nobody's way.
  } finally {
    lock.releaseWrite();
  }
}

function isHot(target: string, operations: FileOperations): boolean {
  try {
    return isHotJournal(journalPathOf(target), operations);
  } catch (error) {
    throw fileError(error, target);
  }
}

function checkHeaderOf(target: string): void {
  checkHeader(readHeader(target) ?? new Uint8Array(), sizeOfDatabaseFile(target), target);
}

function explain(error: SqliteError, database: VfsDatabase): Error {
  const { lastError } = database;
  const code = error.code & 0xff;
  if (code === BUSY) return database.lock.busy();
  if (!FROM_SYSTEM.has(code) || lastError === undefined) return error.toStoreError();
  database.lastError = undefined;
  return fileError(lastError, database.path);
}
