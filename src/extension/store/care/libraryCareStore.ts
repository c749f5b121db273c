import type {
  CareOptions,
  DatabaseCopy,
  DatabaseDescription,
  DatabaseFaults,
  LibraryCare,
  RunRetention,
} from '../../domain/ports/libraryCare';
import type { Database } from '../database';
import { REBUILD_FULL_TEXT } from '../fullText';

/** Runs that are over, newest first; what has no end ended when it began. */
const ENDED = `
SELECT id, coalesce(completed_at, started_at, '') AS ended, row_number() OVER (ORDER BY id DESC) AS place FROM runs
WHERE status NOT IN ('queued', 'running')`;

/** Runs from which one that is going on takes responses. */
const IN_USE = "SELECT source_run_id FROM runs WHERE status IN ('queued', 'running') AND source_run_id IS NOT NULL";

/** How many runs are deleted with one statement of a transaction. */
const OLD = `
SELECT id FROM (${ENDED})
WHERE ((?1 > 0 AND ended < datetime('now', '-' || ?1 || ' days')) OR (?2 > 0 AND place > ?2)) AND id NOT IN (${IN_USE})`;

/** Looks after a database by way of its worker. */
export class LibraryCareStore implements LibraryCare {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  describe(): Promise<DatabaseDescription> {
    return this.#database.care('describe', {});
  }

  copies(): Promise<readonly DatabaseCopy[]> {
    return this.#database.care('copies', {});
  }

  backUp(options?: CareOptions): Promise<DatabaseCopy | undefined> {
    return this.#database.care('backUp', { daily: undefined }, options);
  }

  backUpDaily(keep: number, options?: CareOptions): Promise<DatabaseCopy | undefined> {
    return this.#database.care('backUp', { daily: { keep } }, options);
  }

  async restore(path: string): Promise<DatabaseCopy | undefined> {
    const kept = await this.#database.care('restore', { path });
    await this.#database.reopen();
    return kept;
  }

  check(options?: CareOptions): Promise<DatabaseFaults> {
    return this.#database.care('check', {}, options);
  }

  async rebuildIndex(): Promise<void> {
    await this.#database.transaction((tx) => tx.run(REBUILD_FULL_TEXT));
  }

  compact(): Promise<{ readonly before: number; readonly after: number }> {
    return this.#database.care('compact', {});
  }

  openReadOnly(): Promise<void> {
    return this.#database.reopen(true);
  }

  async deleteOldRuns({ days, count }: RunRetention): Promise<number> {
    if (days <= 0 && count <= 0) return 0;
    // Looked at first: a transaction would keep other windows waiting for nothing.
    if ((await this.#database.reader.rows(OLD, [days, count])).length === 0) return 0;
    return this.#database.transaction(async (tx) => {
      const ids = (await tx.rows(OLD, [days, count])).map(([id]) => Number(id));
      await tx.runMany(
        'DELETE FROM runs WHERE id = ?',
        ids.map((id) => [id]),
      );
      tx.changed(...ids.map((id) => ({ entity: 'run', action: 'deleted', id }) as const));
      return ids.length;
    });
  }
}
