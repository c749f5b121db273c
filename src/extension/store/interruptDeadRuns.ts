import type { Connection } from './sqlite/connection';
import { livenessOf, parseProcessIdentity } from './sqlite/processIdentity';
import type { SqlValue } from './values';

/** Executes a statement as a transaction of its own, once for each list of parameters. */
type Execute = (sql: string, rows: readonly (readonly SqlValue[])[]) => Promise<unknown>;

/**
 * A run whose owner is on another machine is left alone, unless nothing can be left of it: generation may be silent for
 * a day at most.
 */
const UNFINISHED = `
SELECT id, metadata, coalesce(started_at < datetime('now', '-2 days'), 1) FROM runs
WHERE status IN ('running', 'queued')`;

/**
 * Marks runs as interrupted that no living process will ever finish, with their steps. Runs without a known owner are
 * such too.
 */
export async function interruptDeadRuns(connection: Connection, execute: Execute): Promise<void> {
  const dead = connection
    .query(UNFINISHED)
    .rows.filter(([, metadata, old]) => isDead(metadata, old === 1))
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

function isDead(metadata: SqlValue | undefined, old: boolean): boolean {
  const owner = ownerIn(metadata);
  if (!owner) return true;
  const liveness = livenessOf(owner);
  return liveness === 'dead' || (liveness === 'unknown' && old);
}

function ownerIn(metadata: SqlValue | undefined): ReturnType<typeof parseProcessIdentity> {
  if (typeof metadata !== 'string') return undefined;
  try {
    const data: unknown = JSON.parse(metadata);
    return typeof data === 'object' && data !== null && 'owner' in data ? parseProcessIdentity(data.owner) : undefined;
  } catch {
    return undefined;
  }
}
