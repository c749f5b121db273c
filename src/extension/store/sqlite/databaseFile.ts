import type { Connection } from './connection';

/**
 * How a database gets from its file into SQLite and back. The worker's session drives it: never two transactions at a
 * time, and no reading while one is open except through it. Methods throw `StoreError`.
 */
export interface DatabaseFile {
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
  close(): void;
}

/** What a database file tells while it is open. */
export interface DatabaseFileListener {
  /** Somebody else changed the file. */
  changedOutside(): void;
  /** Something to know that stops nothing. */
  warn(message: string): void;
}
