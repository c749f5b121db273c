import type { Text } from '../../shared/model/text';
import type { BlockRepository } from '../domain/ports/blockRepository';
import type { LibraryEvents } from '../domain/ports/changes';
import type { Subscribe } from '../domain/ports/events';
import type { LibraryCare } from '../domain/ports/libraryCare';
import type { PayloadRepository } from '../domain/ports/payloadRepository';
import type { QueueRepository } from '../domain/ports/queueRepository';
import type { RunRepository } from '../domain/ports/runRepository';
import type { StoreError } from '../domain/ports/storeError';
import type { WorkflowRepository } from '../domain/ports/workflowRepository';
import type { Clock } from '../platform/ports/clock';
import type { Log } from '../platform/ports/log';
import { BlockStore } from './blockStore';
import { LibraryCareStore } from './care/libraryCareStore';
import { Database } from './database';
import { PayloadStore } from './payloadStore';
import { QueueStore } from './queueStore';
import type { StorageKind } from './protocol';
import { RunStore } from './runStore';
import type { ProcessIdentity } from './sqlite/processIdentity';
import { WorkflowStore } from './workflowStore';

/** What a store needs. */
export interface StoreOptions {
  /** The database file, absolute. */
  readonly path: string;
  /** The bundled worker, `storeWorker.js`. */
  readonly workerPath: string;
  /** `sql-wasm.wasm`. */
  readonly wasmPath: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Whose runs are begun here; this process when absent. */
  readonly owner?: ProcessIdentity;
  /** How long a transaction waits for another window, in milliseconds; 10,000 by default. */
  readonly lockTimeoutMs?: number;
  /** `whole-file` keeps to the slower way of storing; by default the better one is used where it works. */
  readonly storage?: StorageKind;
}

/** An open store: the database and a repository for each aggregate. */
export interface Store {
  readonly database: Database;
  readonly blocks: BlockRepository;
  readonly payloads: PayloadRepository;
  readonly workflows: WorkflowRepository;
  readonly runs: RunRepository;
  readonly queues: QueueRepository;
  readonly events: LibraryEvents;
  /** Raised when the file has been opened or opened anew, or with the error that prevented it. */
  readonly onDidOpen: Subscribe<StoreError | undefined>;
  /** Raised when the file has been left for another one, of which nothing has been read yet: no id means what it meant. */
  readonly onDidMove: Subscribe<void>;
  /** Raised with what a person should know once: that the database is kept in the slower way. */
  readonly onNotice: Subscribe<Text>;
  /** Raised with the path of the file when somebody has removed it. */
  readonly onGone: Subscribe<string>;
  /** Raised when another process has kept this one waiting for some seconds, and with undefined when that is over. */
  readonly onWaiting: Database['onWaiting'];
  readonly care: LibraryCare;
  /** Leaves the file for another one; the path is absolute. */
  moveTo(path: string): Promise<void>;
  /** Reads the file anew: to try again after an error. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a store. Nothing is read, written or started before its first use. */
export function openStore(options: StoreOptions): Store {
  const { clock } = options;
  const database = new Database(options);
  let identity = options.owner;
  const owner = async (): Promise<ProcessIdentity> => (identity ??= await database.identity());
  return {
    database,
    blocks: new BlockStore(database, clock),
    payloads: new PayloadStore(database, clock),
    workflows: new WorkflowStore(database),
    runs: new RunStore(database, owner),
    queues: new QueueStore(database, owner),
    events: database,
    onDidOpen: database.onDidOpen,
    onDidMove: database.onDidMove,
    onNotice: database.onNotice,
    onGone: database.onGone,
    onWaiting: database.onWaiting,
    care: new LibraryCareStore(database),
    moveTo: (path) => database.moveTo(path),
    reopen: () => database.reopen(),
    close: () => database.close(),
  };
}
