import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Identifies one process among all that ever ran on any machine. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** When the process started, so that another process with the same number is told apart; empty where unknown. */
  readonly started: string;
}

/** Whether a process still runs; `unknown` for one on another machine. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** This process. */
export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) };
}

/** Finds out whether a process still runs. */
export function livenessOf(identity: ProcessIdentity): Liveness {
  if (identity.host !== hostname()) return 'unknown';
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM means that it runs under another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  const started = startOf(identity.pid);
  return identity.started !== '' && started !== '' && started !== identity.started ? 'dead' : 'alive';
}

/** Reads an identity back from JSON data; undefined for anything else. */
export function parseProcessIdentity(data: unknown): ProcessIdentity | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { pid, host, started } = data as Partial<Record<keyof ProcessIdentity, unknown>>;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (typeof host !== 'string' || typeof started !== 'string') return undefined;
  return { pid, host, started };
}

/**
 * The boot and the clock tick in which a process started, from `/proc/<pid>/stat` (field 22, proc(5)). Other systems
 * than Linux offer this only through another program: there the number of the process alone decides.
 */
function startOf(pid: number): string {
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The name of the program stands in parentheses and may itself hold any character: count from the last one.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? '' : `${boot}/${ticks}`;
  } catch {
    return '';
  }
}
