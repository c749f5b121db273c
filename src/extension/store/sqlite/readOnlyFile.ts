import type { SqlJsStatic } from 'sql.js';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import type { Connection } from './connection';
import type { DatabaseFile, DatabaseFileListener } from './databaseFile';
import { seeFile, sameSight, type FileSight } from './fileSight';
import { FolderWatch } from './folderWatch';
import { openMigrated } from './openMigrated';
import { readDatabaseFile, targetOf } from './readFile';

/** How long what was seen of the file counts as fresh, in milliseconds. */
const FRESH_MS = 250;

/** How often to look whether a transaction has ended that was in the midst of changing the file, in milliseconds. */
const ENDED_MS = 1000;

/** What a file that is only read needs. */
export interface ReadOnlyFileOptions {
  readonly path: string;
  readonly sqlJs: SqlJsStatic;
  readonly listener: DatabaseFileListener;
}

/**
 * A database that is read into memory and never written, whatever is beside it: also one that is damaged as far as it
 * can be read, or in which another program has unfinished changes, which are left out. No lock is taken and nothing is
 * made in its folder: so what is read while somebody writes may be a mix of old and new, and is read again.
 */
export class ReadOnlyFile implements DatabaseFile {
  readonly storage = 'read-only';
  readonly #options: ReadOnlyFileOptions;
  #connection: Connection | undefined;
  /** What was read; undefined when it was changing meanwhile. */
  #sight: FileSight | undefined;
  #lookedAt = -Infinity;
  #watch: FolderWatch | undefined;
  #later: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ReadOnlyFileOptions) {
    this.#options = options;
  }

  open(): Promise<void> {
    // A promise, so that an error rejects.
    return Promise.resolve().then(() => {
      this.#load();
      this.#watch ??= new FolderWatch(targetOf(this.#options.path), () => {
        this.#lookAfterEvent();
      });
    });
  }

  migrate(): Promise<void> {
    return Promise.reject(refused());
  }

  reader(): Connection {
    if (!this.#connection || performance.now() - this.#lookedAt >= FRESH_MS) this.#refresh();
    return this.#connection ?? this.#load();
  }

  prepareWrite(): Promise<void> {
    return Promise.reject(refused());
  }

  begin(): Connection {
    throw refused();
  }

  commit(): Promise<void> {
    return Promise.reject(refused());
  }

  rollback(): void {
    // Nothing was begun.
  }

  prepareReplacing(): Promise<string> {
    return Promise.reject(refused());
  }

  compact(): Promise<void> {
    return Promise.reject(refused());
  }

  endWrite(): void {
    // Nothing was prepared.
  }

  still<T>(action: (target: string) => T): T {
    return action(targetOf(this.#options.path));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#later);
    this.#watch?.close();
    this.#drop();
  }

  #load(): Connection {
    this.#drop();
    this.#lookedAt = performance.now();
    const before = seeFile(this.#options.path);
    try {
      const { target, bytes } = readDatabaseFile(this.#options.path, false);
      this.#watch?.follow(target);
      // Only in memory: what statements expect has to be there.
      this.#connection = openMigrated(this.#options.sqlJs, bytes, target);
      return this.#connection;
    } finally {
      const sight = seeFile(this.#options.path);
      this.#sight = sight.isAtRest && sameSight(before, sight) ? sight : undefined;
      // The end of a transaction shows in its journal alone, which is not watched.
      if (!this.#sight) this.#lookLater(FRESH_MS);
      else if (this.#sight.journal) this.#lookLater(ENDED_MS);
    }
  }

  #refresh(): void {
    this.#lookedAt = performance.now();
    const sight = seeFile(this.#options.path);
    const same = this.#sight !== undefined && sameSight(sight, this.#sight);
    if (same && this.#connection) {
      if (sight.journal) this.#lookLater(ENDED_MS);
      return;
    }
    try {
      this.#load();
    } finally {
      // After an error too: views have to show that what they show is gone.
      if (!same) this.#options.listener.changedOutside();
    }
  }

  #lookLater(afterMs: number): void {
    if (this.#closed) return;
    clearTimeout(this.#later);
    this.#later = setTimeout(() => {
      this.#lookAfterEvent();
    }, afterMs).unref();
  }

  #lookAfterEvent(): void {
    try {
      this.#refresh();
    } catch (error) {
      this.#options.listener.warn(`The database changed and cannot be read: ${String(error)}`);
    }
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

function refused(): StoreError {
  return new StoreError(
    'read-only',
    text('The database is open for reading only. Run "Open Database Again" to be able to change it.'),
  );
}
