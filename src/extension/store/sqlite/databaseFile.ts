import type { DatabaseStorage } from '../../domain/ports/libraryCare';
import type { Connection } from './connection';
import type { TellWaiting } from './fileLock';

/**
 * How a database gets from its file into SQLite and back. The worker's session drives it: never two transactions at a
 * time, and no reading while one is open except through it. Methods throw `StoreError`.
 */
export interface DatabaseFile {
  readonly storage: DatabaseStorage;
  /** Reads the file, migrates it and begins to watch it. Nothing is written where nothing is stored. */
  open(): Promise<void>;
  /** Brings what is on disk up to the newest schema, keeping a copy of the old file. */
  migrate(): Promise<void>;
  /** The connection, for its method `read`, after another window's last commit. Must not be called while a transaction is open. */
  reader(): Connection;
  /** Waits until this process alone may write, and sees every commit before. Ends with `commit` or `rollback`. */
  prepareWrite(): Promise<void>;
  /** Begins the transaction that was prepared. */
  begin(): Connection;
  /**
   * Returns only when the transaction is on disk. When it throws, the transaction has not happened, except for an error
   * with reason `unconfirmed`: then it may have, and the listener has been told so.
   */
  commit(): Promise<void>;
  rollback(): void;
  /**
   * Waits until this process alone may write, readable or not, and says where the file itself is, links followed. Ends
   * with `endWrite`.
   */
  prepareReplacing(): Promise<string>;
  /** Gives free pages back to the disk, as a transaction of its own. */
  compact(): Promise<void>;
  /** Ends what was prepared and not begun. */
  endWrite(): void;
  /** Does something while nobody changes the file, which is handed over with links followed. */
  still<T>(action: (target: string) => T): T;
  close(): void;
}

/** What a database file tells while it is open. */
export interface DatabaseFileListener {
  /** Somebody else changed the file. */
  changedOutside(): void;
  /** Another process has kept this one waiting for a while; undefined when the waiting is over. */
  readonly waiting?: TellWaiting;
  /** Somebody has removed the file, whose path is handed over. */
  readonly gone?: (path: string) => void;
  /** Something to know that stops nothing. */
  warn(message: string): void;
}
