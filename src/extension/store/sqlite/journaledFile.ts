import { rmSync } from 'node:fs';
import { StoreError } from '../../domain/ports/storeError';
import { refuseForeignCode } from '../migrations/foreignCode';
import { checkVersion, latestVersion, migrate } from '../migrations/migrate';
import { keepCopy } from './backup';
import { commitStands, confirmCommit } from './commitOutcome';
import type { Connection } from './connection';
import type { DatabaseFile, DatabaseFileListener } from './databaseFile';
import { DatabaseLock } from './databaseLock';
import { DiskConnection, removeJournal } from './diskConnection';
import { fileError } from './fileError';
import { identityAt, placeAt, sameFile, type FileIdentity } from './fileIdentity';
import type { FileOperations } from './fileOperations';
import type { FileVfs } from './fileVfs';
import { FolderWatch } from './folderWatch';
import { sizeOfDatabaseFile, targetOf } from './readFile';
import { openMigrated } from './openMigrated';
import { removeDrafts, replaceFile } from './replaceFile';
import type { SqlJsModule } from './sqlJs';
import { refuseUnfinishedWrites } from './unfinishedWrites';
import { journalPathOf } from './vfsDatabase';
import { checkWritable, makeFolderOf } from './writableTarget';

/** How long what was seen of the file counts as fresh for reading, in milliseconds. */
const FRESH_MS = 250;

/** What a journaled file needs. */
export interface JournaledFileOptions {
  readonly path: string;
  readonly sqlJs: SqlJsModule;
  readonly vfs: FileVfs;
  /** How long a transaction waits for another window, in milliseconds. */
  readonly lockTimeoutMs: number;
  /** Stands in the locks. */
  readonly session: string;
  readonly listener: DatabaseFileListener;
  /** The disk; replaced in tests of crashes and failures. */
  readonly operations?: FileOperations;
}

/** What is open: the file, or in its place a database in memory while there is no file or one that must be migrated. */
type Opened =
  | { readonly disk: DiskConnection; readonly connection: Connection }
  | { readonly disk: undefined; readonly connection: Connection; readonly olderVersion: number | undefined };

/**
 * A database that SQLite reads and writes in place, page by page, with a rollback journal. What a commit costs depends on
 * what it changes, not on the size of the file. The file appears, all at once, with the first transaction that stores
 * something.
 */
export class JournaledFile implements DatabaseFile {
  readonly storage = 'journaled';
  readonly #options: JournaledFileOptions;
  #opened: Opened | undefined;
  /** Where the file itself is when the path is a symbolic link. */
  #target: string;
  #lock: DatabaseLock;
  #dataVersion = 0;
  #lookedAt = -Infinity;
  /** What was at the path when it was opened; while the file itself is open that knows better. */
  #identity: FileIdentity | undefined;
  /** There was a file when it was last opened. */
  #hadFile = false;
  #watch: FolderWatch | undefined;
  #forgetFolder: (() => void) | undefined;
  #markAtBegin = '';
  #writable: { readonly target: string; readonly checkedAt: number } | undefined;
  #writing = false;

  constructor(options: JournaledFileOptions) {
    this.#options = options;
    this.#target = options.path;
    this.#lock = this.#lockOf(options.path);
  }

  async open(): Promise<void> {
    try {
      this.#load();
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
    if (this.#olderVersion() === undefined) return;
    try {
      // Another window may have done it meanwhile; if not, this does.
      await this.prepareWrite();
    } finally {
      this.#end();
    }
  }

  reader(): Connection {
    if (!this.#opened || performance.now() - this.#lookedAt >= FRESH_MS) this.#refresh();
    return this.#current().connection;
  }

  async prepareWrite(): Promise<void> {
    for (;;) {
      const target = this.#target;
      this.#makeReady(target);
      try {
        await this.#lock.acquireWrite();
        this.#refresh();
        refuseUnfinishedWrites(target);
        if (target === this.#target) this.#makeWritable();
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
    const { connection, disk } = this.#current();
    if (!disk) this.#markAtBegin = connection.changeMark();
    try {
      connection.control('BEGIN IMMEDIATE');
      return connection;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  async commit(): Promise<void> {
    try {
      const { connection, disk } = this.#current();
      try {
        connection.control('COMMIT');
        if (!disk && connection.changeMark() !== this.#markAtBegin) await this.#createFile(connection);
      } catch (error) {
        this.#undo();
        if (!disk || !commitStands(this.#target, disk.counterAtBegin, this.#options.operations)) throw error;
        confirmCommit(this.#target, this.#options.operations);
      }
    } catch (error) {
      if (error instanceof StoreError && error.reason === 'unconfirmed') this.#options.listener.changedOutside();
      throw fileError(error, this.#target);
    } finally {
      this.#end();
    }
  }

  rollback(): void {
    try {
      this.#undo();
    } finally {
      this.#end();
    }
  }

  async prepareReplacing(): Promise<string> {
    this.#makeReady(this.#target);
    try {
      await this.#lock.acquireWrite();
    } catch (error) {
      this.#end();
      throw error;
    }
    return this.#target;
  }

  async compact(): Promise<void> {
    await this.prepareWrite();
    try {
      const { disk, connection } = this.#current();
      // Its own transaction, under the lock that is held: an error leaves the file as it was.
      if (disk) connection.execute('VACUUM');
    } catch (error) {
      this.#undo();
      throw error;
    } finally {
      this.#end();
    }
  }

  endWrite(): void {
    this.#end();
  }

  still<T>(action: (target: string) => T): T {
    return this.#lock.withAccess(() => action(this.#target));
  }

  close(): void {
    this.#watch?.close();
    const onDisk = this.#opened?.disk !== undefined;
    this.#drop();
    this.#end();
    if (onDisk) removeJournal(this.#target, this.#lock);
    this.#lock.close();
  }

  /** Opens what is at the path. Afterwards there is a connection, or it has thrown. */
  #load(): void {
    this.#drop();
    this.#lookedAt = performance.now();
    // Also when it turns out to be unreadable, so that this is told once and not at every attempt.
    this.#identity = identityAt(this.#options.path);
    this.#follow(targetOf(this.#options.path));
    const target = this.#target;
    if (this.#hadFile && !this.#identity) this.#options.listener.gone?.(target);
    this.#hadFile = this.#identity !== undefined;
    if (sizeOfDatabaseFile(target) === 0) {
      this.#opened = {
        disk: undefined,
        connection: openMigrated(this.#options.sqlJs, undefined, target),
        olderVersion: undefined,
      };
      return;
    }
    const disk = this.#openDisk();
    try {
      const { connection } = disk;
      const version = checkVersion(connection, target);
      refuseForeignCode(connection, version, target, this.#options.sqlJs);
      if (version < latestVersion) {
        this.#opened = {
          disk: undefined,
          connection: openMigrated(this.#options.sqlJs, connection.bytes(), target),
          olderVersion: version,
        };
        return;
      }
      this.#dataVersion = disk.dataVersion();
      this.#opened = { disk, connection };
    } finally {
      if (!this.#isOn(disk)) {
        disk.close();
        this.#lock.forgetReading();
      }
    }
  }

  #isOn(disk: DiskConnection): boolean {
    return this.#opened?.disk === disk;
  }

  /** Looks whether somebody has changed, replaced or removed the file. */
  #refresh(): void {
    if (this.#writing) return;
    this.#lookedAt = performance.now();
    const changed = this.#hasChanged();
    if (!changed && this.#opened) return;
    try {
      if (changed !== 'content') this.#load();
    } finally {
      // After an error too: views have to show that what they show is gone.
      if (changed) this.#options.listener.changedOutside();
    }
  }

  /** Whether there is another file, or another content in the file that is open. */
  #hasChanged(): 'file' | 'content' | undefined {
    const disk = this.#opened?.disk;
    if (!disk) return sameFile(identityAt(this.#options.path), this.#identity) ? undefined : 'file';
    try {
      if (!disk.isAt(placeAt(this.#options.path))) return 'file';
      const version = disk.dataVersion();
      if (version === this.#dataVersion) return undefined;
      this.#dataVersion = version;
      // Another window may be of another version of the extension.
      return checkVersion(disk.connection, this.#target) === latestVersion ? 'content' : 'file';
    } catch (error) {
      if (error instanceof StoreError && error.reason === 'busy') throw error;
      // Opening it anew finds out what is the matter with it.
      return 'file';
    }
  }

  #lookAfterEvent(): void {
    try {
      this.#refresh();
    } catch (error) {
      this.#options.listener.warn(`The database changed and cannot be read: ${String(error)}`);
    }
  }

  /** Asks the system, but not before every one of many transactions that follow each other. */
  #makeReady(target: string): void {
    const now = performance.now();
    if (this.#writable?.target === target && now - this.#writable.checkedAt < FRESH_MS) return;
    checkWritable(target);
    this.#forgetFolder = makeFolderOf(target);
    if (!this.#opened?.disk) return;
    this.#writable = { target, checkedAt: now };
  }

  /** Makes sure, under the lock, that what is open can be written. */
  #makeWritable(): void {
    const opened = this.#current();
    if (opened.disk?.readOnly) this.#load();
    if (opened.disk || opened.olderVersion === undefined) return;
    const disk = this.#openDisk();
    try {
      keepCopy(this.#target, opened.olderVersion);
      migrate(disk.connection, opened.olderVersion);
    } finally {
      disk.close();
    }
    this.#load();
  }

  /** Writes the file for the first time. */
  async #createFile(connection: Connection): Promise<void> {
    const target = this.#target;
    removeDrafts(target);
    // Of a file that somebody has deleted: it must not be played back into the new one.
    rmSync(journalPathOf(target), { force: true });
    await replaceFile(target, connection.bytes(), this.#options.operations);
    this.#forgetFolder = undefined;
    this.#watch?.arm();
    try {
      this.#load();
    } catch (error) {
      this.#options.listener.warn(`The new database cannot be read: ${String(error)}`);
    }
  }

  /** Ends the transaction without a trace, also when SQLite itself has ended it after an error. */
  #undo(): void {
    this.#opened?.disk?.forgetDataVersion();
    try {
      this.#opened?.connection.query('ROLLBACK');
    } catch {
      try {
        this.#load();
      } catch (error) {
        this.#options.listener.warn(`The database cannot be read again: ${String(error)}`);
      }
    }
  }

  #end(): void {
    this.#writing = false;
    this.#lock.releaseWrite();
    if (this.#forgetFolder) {
      // The folder may be one that was made for nothing: nothing of ours may stay in it.
      if (!this.#opened?.disk) this.#lock.close();
      this.#forgetFolder();
    }
    this.#forgetFolder = undefined;
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

  #openDisk(): DiskConnection {
    const { vfs, operations } = this.#options;
    const target = this.#target;
    try {
      return new DiskConnection({ vfs, target, lock: this.#lock, ...(operations && { operations }) });
    } catch (error) {
      // Nothing of ours stays beside a file that is not ours.
      this.#lock.forgetReading();
      throw error;
    }
  }

  #olderVersion(): number | undefined {
    return this.#opened && !this.#opened.disk ? this.#opened.olderVersion : undefined;
  }

  #current(): Opened {
    if (!this.#opened) this.#load();
    if (!this.#opened) throw new Error('The database is not open');
    return this.#opened;
  }

  #drop(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened?.disk) opened.disk.close();
    else opened?.connection.close();
  }
}
