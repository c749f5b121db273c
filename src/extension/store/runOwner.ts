import { livenessOf, parseProcessIdentity, type ProcessIdentity } from './sqlite/processIdentity';
import type { SqlValue } from './values';

/** The process that a run belongs to, as `runs.metadata` names it; undefined where it does not. */
export function runOwner(metadata: SqlValue | undefined): ProcessIdentity | undefined {
  if (typeof metadata !== 'string') return undefined;
  try {
    const data: unknown = JSON.parse(metadata);
    return typeof data === 'object' && data !== null && 'owner' in data ? parseProcessIdentity(data.owner) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether nobody will ever go on with a run that is not over. One whose owner is on another machine is left alone until
 * it is old; one without a known owner is dead.
 */
export function isDeadRun(owner: ProcessIdentity | undefined, isOld: boolean): boolean {
  if (!owner) return true;
  const liveness = livenessOf(owner);
  return liveness === 'dead' || (liveness === 'unknown' && isOld);
}

/**
 * Whether a run called `run` in a statement is old: nothing can be left of it on another machine, for generation may be
 * silent for a day at most.
 */
export const IS_OLD_RUN = "coalesce(run.started_at < datetime('now', '-2 days'), 1)";

/** Says of many rows whether their runs are dead, asking the system once for each owner. */
export function deadRuns(): (owner: ProcessIdentity | undefined, isOld: boolean) => boolean {
  const known = new Map<string, boolean>();
  return (owner, isOld) => {
    const key = JSON.stringify([owner, isOld]);
    const isDead = known.get(key) ?? isDeadRun(owner, isOld);
    known.set(key, isDead);
    return isDead;
  };
}
