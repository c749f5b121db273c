import type { StoreErrorReason } from '../domain/ports/storeError';
import type { CareProgress, DatabaseCopy, DatabaseDescription, DatabaseFaults } from '../domain/ports/libraryCare';
import type { Text } from '../../shared/model/text';
import type { LockHolder } from './sqlite/fileLock';
import type { ProcessIdentity } from './sqlite/processIdentity';
import type { SqlValue } from './values';

/** What the worker is told when it starts. */
export interface WorkerOptions {
  /** The database file. */
  readonly path: string;
  /** The file `sql-wasm.wasm` of the sql.js that is bundled with the worker. */
  readonly wasmPath: string;
  /** How long a transaction waits for another window, in milliseconds. */
  readonly lockTimeoutMs: number;
  /** Stands in the locks that this worker takes, so that the host can free them when the worker has died. */
  readonly session: string;
  /** `whole-file` for the slower way of storing, which works everywhere, without trying the better one. */
  readonly storage: StorageKind;
}

/** How the database gets to the disk. */
export type StorageKind = 'best' | 'whole-file';

/** What a query found: the names once, then each row as an array in their order. */
export interface ResultTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** What a statement did. */
export interface RunResult {
  /** The id of the last inserted row. */
  readonly lastID: number;
  /** Rows inserted, changed or deleted, without those that foreign keys took along. */
  readonly changes: number;
}

/** A statement of a transaction. */
export type Statement =
  | {
      readonly kind: 'query';
      readonly sql: string;
      readonly parameters: readonly SqlValue[];
      /** Stop after the first row. */
      readonly first: boolean;
    }
  /** Executed once for each list of parameters; changes add up. */
  | { readonly kind: 'run'; readonly sql: string; readonly rows: readonly (readonly SqlValue[])[] };

/** What came of a statement. */
export type StatementOutcome = { readonly value: ResultTable | RunResult } | { readonly error: PackedError };

/** Every request with what it carries and what answers it. */
export interface Requests {
  open: { readonly request: object; readonly reply: undefined };
  reopen: { readonly request: { readonly readOnly: boolean }; readonly reply: undefined };
  /** Ends a request of this worker that can be ended, by its number. */
  cancel: { readonly request: { readonly request: number }; readonly reply: undefined };
  migrate: { readonly request: object; readonly reply: undefined };
  /** Rolls back what is open; everything after it is refused. */
  close: { readonly request: object; readonly reply: undefined };
  /** Who this process is, for what has to be known as alive or dead later. */
  identity: { readonly request: object; readonly reply: ProcessIdentity };
  /** Reads what is committed. */
  query: { readonly request: Omit<Extract<Statement, { kind: 'query' }>, 'kind'>; readonly reply: ResultTable };
  /**
   * What a transaction is asked for in one go: its beginning, statements one after the other, whichever of them fail, and
   * its end. With the end it is on disk when this is answered; it fails, with nothing done, when it is to be kept only
   * whole and one of its statements has failed.
   */
  transact: {
    readonly request: {
      readonly transaction: number;
      /** A brief one waits for nothing but its own statements: it may be written to the disk together with others. */
      readonly begin: { readonly brief: boolean } | undefined;
      readonly statements: readonly Statement[];
      readonly commit: { readonly onlyWhole: boolean } | undefined;
    };
    /** In the order of the statements. */
    readonly reply: readonly StatementOutcome[];
  };
  rollback: { readonly request: { readonly transaction: number }; readonly reply: undefined };
  describe: { readonly request: object; readonly reply: DatabaseDescription };
  copies: { readonly request: object; readonly reply: readonly DatabaseCopy[] };
  backUp: {
    readonly request: {
      /** Undefined for a copy that a person asked for. */
      readonly daily: { readonly keep: number } | undefined;
    };
    readonly reply: DatabaseCopy | undefined;
  };
  restore: { readonly request: { readonly path: string }; readonly reply: DatabaseCopy | undefined };
  check: { readonly request: object; readonly reply: DatabaseFaults };
  compact: { readonly request: object; readonly reply: { readonly before: number; readonly after: number } };
}

/** The name of a request. */
export type RequestKind = keyof Requests;

/** A request, with the number that its answer repeats. */
export type RequestMessage = {
  readonly [Kind in RequestKind]: {
    readonly id: number;
    readonly kind: Kind;
    readonly body: Requests[Kind]['request'];
  };
}[RequestKind];

/** An error in a form that survives the crossing. */
export interface PackedError {
  readonly reason: StoreErrorReason;
  readonly text: Text;
  /** For the log. */
  readonly detail: string | undefined;
}

/** What the worker sends. */
export type WorkerMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: PackedError }
  /** Another window or program changed the file. */
  | { readonly kind: 'externalChange' }
  | { readonly kind: 'warning'; readonly message: string }
  /** How far a request is. */
  | { readonly kind: 'progress'; readonly id: number; readonly progress: CareProgress }
  /** Somebody has removed the file. */
  | { readonly kind: 'gone'; readonly path: string }
  /** Another process keeps this one waiting; undefined when that is over. */
  | { readonly kind: 'waiting'; readonly owner: LockHolder | undefined }
  /** Something that a person should know once. */
  | { readonly kind: 'notice'; readonly text: Text };
