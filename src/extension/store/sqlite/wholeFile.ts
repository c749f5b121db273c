import { rmSync } from 'node:fs';
import type { SqlJsStatic } from 'sql.js';
import { StoreError } from '../../domain/ports/storeError';
import { refuseForeignCode } from '../migrations/foreignCode';
import { checkVersion, latestVersion, migrate } from '../migrations/migrate';
import { keepCopy } from './backup';
import { Connection } from './connection';
import type { DatabaseFile, DatabaseFileListener } from './databaseFile';
import { DatabaseLock } from './databaseLock';
import { fileError } from './fileError';
import { changeCounterOf, setChangeCounter } from './fileHeader';
import { identityAt, sameFile, type FileIdentity } from './fileIdentity';
import { nodeFileOperations } from './fileOperations';
import { FolderWatch } from './folderWatch';
import { isHotJournal } from './hotJournal';
import { checkIntegrity, configureMemory } from './pragmas';
import { readDatabaseFile, readHeader, sizeOfDatabaseFile, targetOf, type FileContent } from './readFile';
import { playBackJournal } from './recovery';
import { removeDrafts, replaceFile } from './replaceFile';
import { openInMemory } from './sqlJs';
import { refuseUnfinishedWrites } from './unfinishedWrites';
import { journalPathOf } from './vfsDatabase';
import { LOCK } from './vfsLayout';
import { checkWritable, makeFolderOf } from './writableTarget';

/** How long what was seen of the file counts as fresh for reading, in milliseconds. */
const FRESH_MS = 250;

/** What a whole file needs. */
export interface WholeFileOptions {
  readonly path: string;
  readonly sqlJs: SqlJsStatic;
  /** How long a transaction waits for another window, in milliseconds. */
  readonly lockTimeoutMs: number;
  /** Stands in the locks. */
  readonly session: string;
  readonly listener: DatabaseFileListener;
  /** Writes the file; replaced in tests of failing disks. */
  readonly replace?: typeof replaceFile;
}

/**
 * A database that is held in memory and written out whole after every transaction. The memory is never ahead of the
 * disk: when writing fails it is read again.
 */
export class WholeFile implements DatabaseFile {
  readonly storage = 'whole-file';
  readonly #options: WholeFileOptions;
  #connection: Connection | undefined;
  /** Where the file itself is when the path is a symbolic link. */
  #target: string;
  /** Undefined while the file does not exist. */
  #identity: FileIdentity | undefined;
  #changeCounter = 0;
  /** The version on disk where that is older than the one in memory. */
  #olderVersion: number | undefined;
  #lookedAt = -Infinity;
  /** There was a file when it was last read. */
  #hadFile = false;
  #watch: FolderWatch | undefined;
  #lock: DatabaseLock;
  #forgetFolder: (() => void) | undefined;
  #markAtBegin = '';
  #writing = false;

  constructor(options: WholeFileOptions) {
    this.#options = options;
    this.#target = options.path;
    this.#lock = this.#lockOf(options.path);
  }

  async open(): Promise<void> {
    try {
      this.#load(true);
    } finally {
      // After an error too: the file may be replaced by a good one.
      this.#watch ??= new FolderWatch(this.#target, () => {
        this.#lookAfterEvent();
      });
    }
    try {
      await this.migrate();
    } catch (error) {
      // It has been migrated in memory and can be read; whoever writes will meet the same error.
      this.#options.listener.warn(`The database was not migrated on disk: ${String(error)}`);
    }
  }

  async migrate(): Promise<void> {
    if (!this.#isOlderOnDisk()) return;
    await this.prepareWrite();
    try {
      // Another window may have done it meanwhile.
      if (this.#isOlderOnDisk()) await this.#save(this.#loaded());
    } catch (error) {
      this.#revert();
      throw fileError(error, this.#target);
    } finally {
      this.#end();
    }
  }

  reader(): Connection {
    if (!this.#connection || performance.now() - this.#lookedAt >= FRESH_MS) this.#refresh();
    return this.#loaded();
  }

  async prepareWrite(): Promise<void> {
    for (;;) {
      const target = this.#target;
      checkWritable(target);
      this.#forgetFolder = makeFolderOf(target);
      try {
        await this.#lock.acquireWrite();
        refuseUnfinishedWrites(target);
        this.#recover(target);
        this.#refresh(true);
      } catch (error) {
        this.#end();
        throw error;
      }
      if (target === this.#target) break;
      // The symbolic link has been pointed elsewhere.
      this.#end();
    }
    this.#writing = true;
  }

  begin(): Connection {
    const connection = this.#loaded();
    this.#markAtBegin = connection.changeMark();
    connection.query('BEGIN IMMEDIATE');
    return connection;
  }

  async commit(): Promise<void> {
    try {
      const connection = this.#loaded();
      connection.query('COMMIT');
      if (connection.changeMark() !== this.#markAtBegin) await this.#save(connection);
    } catch (error) {
      this.#revert();
      if (error instanceof StoreError && error.reason === 'unconfirmed') this.#options.listener.changedOutside();
      throw fileError(error, this.#target);
    } finally {
      this.#end();
    }
  }

  rollback(): void {
    try {
      this.#connection?.query('ROLLBACK');
    } catch {
      // SQLite itself has rolled back already, after an error that allows nothing else. Start from the disk.
      this.#revert();
    } finally {
      this.#end();
    }
  }

  async prepareReplacing(): Promise<string> {
    const target = this.#target;
    checkWritable(target);
    this.#forgetFolder = makeFolderOf(target);
    try {
      await this.#lock.acquireWrite();
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#writing = true;
    return target;
  }

  async compact(): Promise<void> {
    await this.prepareWrite();
    try {
      const connection = this.#loaded();
      if (!this.#identity) return;
      connection.execute('VACUUM');
      await this.#save(connection);
    } catch (error) {
      this.#revert();
      throw fileError(error, this.#target);
    } finally {
      this.#end();
    }
  }

  endWrite(): void {
    this.#end();
  }

  still<T>(action: (target: string) => T): T {
    try {
      return this.#lock.withAccess(() => action(this.#target));
    } finally {
      this.#lock.forgetReading();
    }
  }

  close(): void {
    this.#watch?.close();
    this.#end();
    this.#drop();
    this.#lock.close();
  }

  /** Reads the file. Afterwards there is a connection, or it has thrown. */
  #load(thorough = false): void {
    this.#drop();
    this.#lookedAt = performance.now();
    // Also when it turns out to be unreadable, so that this is told once and not at every attempt.
    this.#identity = identityAt(this.#options.path);
    this.#follow(targetOf(this.#options.path));
    const target = this.#target;
    if (this.#hadFile && !this.#identity) this.#options.listener.gone?.(target);
    this.#hadFile = this.#identity !== undefined;
    const { identity, bytes } = this.#read(target);
    this.#identity = identity;
    this.#changeCounter = changeCounterOf(bytes);
    this.#olderVersion = undefined;
    const connection = new Connection(openInMemory(this.#options.sqlJs, bytes));
    try {
      configureMemory(connection);
      if (bytes && thorough) checkIntegrity(connection, target);
      const version = checkVersion(connection, target);
      refuseForeignCode(connection, version, target, this.#options.sqlJs);
      migrate(connection, version);
      if (bytes && version < latestVersion) this.#olderVersion = version;
      this.#connection = connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Reads while nobody writes in place: another window may work on the file itself. */
  #read(target: string): FileContent {
    if (sizeOfDatabaseFile(target) === 0) return readDatabaseFile(target);
    try {
      return this.#lock.withAccess(() => readDatabaseFile(target));
    } finally {
      this.#lock.forgetReading();
    }
  }

  /** Undoes what a process that died has left half done, before a new file takes the place of the old one. */
  #recover(target: string): void {
    try {
      if (sizeOfDatabaseFile(target) === 0 || !isHotJournal(journalPathOf(target), nodeFileOperations)) return;
      if (!this.#lock.lock(LOCK.exclusive)) throw this.#lock.busy();
      try {
        playBackJournal(target);
      } finally {
        this.#lock.unlock(LOCK.none);
      }
    } catch (error) {
      throw fileError(error, target);
    }
  }

  #follow(target: string): void {
    if (target === this.#target) return;
    this.#lock.close();
    this.#target = target;
    this.#lock = this.#lockOf(target);
    this.#watch?.follow(target);
  }

  #lockOf(target: string): DatabaseLock {
    return new DatabaseLock(target, this.#options.lockTimeoutMs, this.#options.session, this.#options.listener.waiting);
  }

  /**
   * Reads the file again if somebody has changed it. Before writing, the counter inside the file is compared too: two
   * commits within one tick of the clock can look alike from outside.
   */
  #refresh(exact = false): void {
    this.#lookedAt = performance.now();
    const same =
      sameFile(identityAt(this.#options.path), this.#identity) &&
      (!exact || changeCounterOf(readHeader(this.#options.path)) === this.#changeCounter);
    if (same && this.#connection) return;
    try {
      this.#load();
    } finally {
      // After an error too: views have to show that what they show is gone.
      if (!same) this.#options.listener.changedOutside();
    }
  }

  #isOlderOnDisk(): boolean {
    return this.#olderVersion !== undefined;
  }

  #lookAfterEvent(): void {
    if (this.#writing) return;
    try {
      this.#refresh();
    } catch (error) {
      this.#options.listener.warn(`The database changed and cannot be read: ${String(error)}`);
    }
  }

  async #save(connection: Connection): Promise<void> {
    const target = this.#target;
    removeDrafts(target);
    // Of a file that somebody has deleted: it must not be played back into the new one.
    if (!this.#identity) rmSync(journalPathOf(target), { force: true });
    if (this.#olderVersion !== undefined) keepCopy(target, this.#olderVersion);
    const bytes = connection.bytes();
    const counter = (this.#changeCounter + 1) >>> 0;
    setChangeCounter(bytes, counter);
    this.#identity = await (this.#options.replace ?? replaceFile)(target, bytes);
    this.#changeCounter = counter;
    this.#hadFile = true;
    this.#olderVersion = undefined;
    this.#forgetFolder = undefined;
    this.#watch?.arm();
  }

  /** Makes the memory what the disk is, now or, if that fails, at the next use. */
  #revert(): void {
    try {
      this.#load();
    } catch (error) {
      this.#options.listener.warn(`The database cannot be read again: ${String(error)}`);
    }
  }

  #end(): void {
    this.#writing = false;
    this.#lock.releaseWrite();
    this.#lock.forgetReading();
    this.#forgetFolder?.();
    this.#forgetFolder = undefined;
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #loaded(): Connection {
    if (!this.#connection) this.#load();
    const connection = this.#connection;
    if (!connection) throw new Error('The database is not loaded');
    return connection;
  }
}
