import { IS_OLD_RUN, isDeadRun, runOwner } from './runOwner';
import type { Connection } from './sqlite/connection';
import type { SqlValue } from './values';

/** Executes a statement as a transaction of its own, once for each list of parameters. */
type Execute = (sql: string, rows: readonly (readonly SqlValue[])[]) => Promise<unknown>;

const UNFINISHED = `SELECT id, metadata, ${IS_OLD_RUN} FROM runs AS run WHERE status IN ('running', 'queued')`;

/**
 * Marks runs as interrupted that no living process will ever finish, with their steps. Runs without a known owner are
 * such too.
 */
export async function interruptDeadRuns(connection: Connection, execute: Execute): Promise<void> {
  const dead = connection
    .query(UNFINISHED)
    .rows.filter(([, metadata, old]) => isDeadRun(runOwner(metadata), old === 1))
    .map(([id]) => [id ?? null]);
  if (dead.length === 0) return;
  // The steps first: should the process die in between, the runs are found again the next time.
  await execute(
    `UPDATE step_executions SET status = iif(status = 'pending', 'skipped', 'interrupted'), completed_at = CURRENT_TIMESTAMP
     WHERE run_id = ? AND status IN ('pending', 'queued', 'running', 'retrying')
       AND run_id IN (SELECT id FROM runs WHERE status IN ('running', 'queued'))`,
    dead,
  );
  await execute(
    `UPDATE runs SET status = 'interrupted', completed_at = CURRENT_TIMESTAMP
     WHERE id = ? AND status IN ('running', 'queued')`,
    dead,
  );
}
