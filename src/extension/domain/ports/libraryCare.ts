import type { Text } from '../../../shared/model/text';

/** Why a copy of the database was made. */
export type CopyKind = 'manual' | 'daily' | 'before-restore' | 'before-migration';

/** A copy of the database that is kept beside it. */
export interface DatabaseCopy {
  /** Absolute. */
  readonly path: string;
  readonly kind: CopyKind;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** In bytes. */
  readonly size: number;
}

/** How the database is stored: in place with a journal, as a whole after every change, or not at all. */
export type DatabaseStorage = 'journaled' | 'whole-file' | 'read-only';

/** How many there are of each thing. */
export interface LibraryCounts {
  readonly blocks: number;
  readonly payloads: number;
  readonly workflows: number;
  readonly runs: number;
  readonly responses: number;
}

/** What is inside a database that can be read. */
export interface DatabaseContent {
  readonly counts: LibraryCounts;
  /** In bytes. */
  readonly pageSize: number;
  /** Pages that hold nothing, which compacting gives back. */
  readonly freePages: number;
  /** The number of its newest migration. */
  readonly version: number;
}

/** What there is to know of the database as a file. */
export interface DatabaseDescription {
  /** Where the file itself is, links followed; absolute. */
  readonly path: string;
  /** In bytes; undefined while there is no file. */
  readonly size: number | undefined;
  readonly storage: DatabaseStorage;
  /** Undefined while it cannot be read. */
  readonly content: DatabaseContent | undefined;
  /** Why it cannot be read. */
  readonly problem: Text | undefined;
}

/** Which runs are old: what is 0 sets no limit. */
export interface RunRetention {
  /** Runs that ended more days ago are old. */
  readonly days: number;
  /** Runs that ended before this many others did are old. */
  readonly count: number;
}

/** How far a long task is, in units of its own. */
export interface CareProgress {
  readonly done: number;
  readonly total: number;
}

/** For tasks that take long. */
export interface CareOptions {
  /** Ends the task; the promise rejects with what the signal was aborted with. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CareProgress) => void;
}

/** What is wrong with a database. */
export interface DatabaseFaults {
  /** In SQLite's words; none when all is well. */
  readonly faults: readonly string[];
  /** The index of words is not that of the blocks. It is made of them: nothing is lost by that. */
  readonly indexIsBroken: boolean;
}

/** Looks after the database as a file. Methods reject with `StoreError`. */
export interface LibraryCare {
  describe(): Promise<DatabaseDescription>;
  /** Newest first. Works also while the database cannot be read. */
  copies(): Promise<readonly DatabaseCopy[]>;
  /** Copies the database as of one moment, while it is in use. Undefined while there is nothing to copy. */
  backUp(options?: CareOptions): Promise<DatabaseCopy | undefined>;
  /**
   * Does the same once in 24 hours, and removes all but the newest copies that were made in this way. Undefined when it
   * was not time yet.
   */
  backUpDaily(keep: number, options?: CareOptions): Promise<DatabaseCopy | undefined>;
  /**
   * Puts a copy in the place of the database, which is copied first; the copy of what was there, if anything was. Works
   * also while the database cannot be read.
   */
  restore(path: string): Promise<DatabaseCopy | undefined>;
  /** Looks at every page, index and reference. */
  check(options?: CareOptions): Promise<DatabaseFaults>;
  /** Makes the index of words anew from the blocks. */
  rebuildIndex(): Promise<void>;
  /** Gives free pages back to the disk; the size of the file before and after in bytes. */
  compact(): Promise<{ readonly before: number; readonly after: number }>;
  /** Opens the file for reading alone, also where it could not be opened otherwise; `reopen` of the store ends this. */
  openReadOnly(): Promise<void>;
  /** Deletes runs that are old and over; how many. */
  deleteOldRuns(retention: RunRetention): Promise<number>;
}
