import type { SqlJsStatic } from 'sql.js';
import type { CareProgress } from '../../domain/ports/libraryCare';
import type { DatabaseFile } from '../sqlite/databaseFile';

/** What tasks that look after a database work with. */
export interface CareContext {
  /** Where the database is, links not followed. */
  readonly path: string;
  readonly sqlJs: SqlJsStatic;
  readonly file: DatabaseFile;
  /** Resolves when no transaction of this process is open. */
  readonly ready: () => Promise<void>;
  /** Does something between two transactions of this process. */
  readonly inTurn: <T>(action: () => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CareProgress) => void;
}
