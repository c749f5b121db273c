import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { errorCode, fileError } from './fileError';
import { livenessOf, parseProcessIdentity, thisProcess, type ProcessIdentity } from './processIdentity';

/** What the file system answers where it has no hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EACCES', 'UNKNOWN']);

/** Where the lock of a database is. Other libraries use `<database>.lock`, some of them as a folder. */
export function lockPathOf(database: string): string {
  return `${database}.write-lock`;
}

/**
 * Lets one process at a time write a file. The lock is a file that names its owner. It is stolen only from an owner that
 * is dead, never because of its age: a window that sleeps or is stopped in a debugger still owns what it holds.
 */
export class FileLock {
  readonly #path: string;
  readonly #timeoutMs: number;
  /** Tells the workers of one process apart. */
  readonly #session: string;
  readonly #owner: ProcessIdentity = thisProcess();
  #held: string | undefined;

  constructor(path: string, timeoutMs: number, session: string) {
    this.#path = path;
    this.#timeoutMs = timeoutMs;
    this.#session = session;
  }

  /**
   * Waits for the lock without blocking.
   * @throws {StoreError} with reason `busy` after the time limit
   */
  async acquire(): Promise<void> {
    const deadline = performance.now() + this.#timeoutMs;
    const content = JSON.stringify({
      ...this.#owner,
      session: this.#session,
      id: randomBytes(12).toString('base64url'),
    });
    for (let pause = 1; ; pause = Math.min(pause * 1.6, 50)) {
      if (tryCreate(this.#path, content)) {
        this.#held = content;
        return;
      }
      if (stealFromDead(this.#path, content)) continue;
      if (performance.now() >= deadline) throw this.#busy();
      // Random, so that two windows that wait do not stay in step.
      await delay(pause * (0.5 + Math.random()));
    }
  }

  /** Gives the lock back. Harmless when it is not held. */
  release(): void {
    const content = this.#held;
    this.#held = undefined;
    // Somebody may have removed the file by hand, and another process may hold the lock now.
    if (content !== undefined && read(this.#path) === content) rmSync(this.#path, { force: true });
  }

  #busy(): StoreError {
    const owner = ownerIn(read(this.#path));
    if (!owner) return new StoreError('busy', text('Another window is writing {0}. Try again.', this.#path));
    return new StoreError(
      'busy',
      text(
        'Another window (process {0} on {1}) is writing to the database. Try again; if that process is gone, delete {2}.',
        owner.pid,
        owner.host,
        this.#path,
      ),
    );
  }
}

/** Makes the file with its content in one step; false when it is there already. */
function tryCreate(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, content, { flag: 'wx' });
    try {
      linkSync(draft, path);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      if (!NO_LINKS.has(errorCode(error) ?? '')) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw fileError(error, path);
  }
}

/**
 * Removes the lock of an owner that is dead. Only one process steals at a time (a second lock of the same kind), so that
 * what it removes is what it looked at.
 */
function stealFromDead(path: string, me: string): boolean {
  const content = read(path);
  if (content === undefined || !isDead(content)) return false;
  const stealing = `${path}.steal`;
  if (!tryCreate(stealing, me)) {
    removeIfDead(stealing);
    return false;
  }
  try {
    if (read(path) !== content) return false;
    rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(stealing, { force: true });
  }
}

/** A process died while it stole, which takes microseconds. Renaming first makes sure that only one removes it. */
function removeIfDead(path: string): void {
  const content = read(path);
  if (content === undefined || !isDead(content)) return;
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== content) linkSync(aside, path);
    rmSync(aside, { force: true });
  } catch {
    // Somebody else was faster.
  }
}

function isDead(content: string): boolean {
  const owner = ownerIn(content);
  return owner !== undefined && livenessOf(owner) === 'dead';
}

function ownerIn(content: string | undefined): ProcessIdentity | undefined {
  try {
    return content === undefined ? undefined : parseProcessIdentity(JSON.parse(content));
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Frees a lock that a worker of this process held when it died: its process lives, so that nobody would steal it. */
export async function freeAbandonedLock(database: string, session: string): Promise<void> {
  try {
    const path = lockPathOf(await realpath(database).catch(() => database));
    const data: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof data === 'object' && data !== null && 'session' in data && data.session === session) await rm(path);
  } catch {
    // There is none.
  }
}
