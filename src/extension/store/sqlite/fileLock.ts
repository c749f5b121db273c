import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { fileError } from './fileError';
import { isDead, ownerIn, readLock, removeOwnersOfSession, sessionIn, type LockOwner } from './lockOwner';

/** The first and the longest pause between two attempts, in milliseconds. */
const FIRST_PAUSE_MS = 0.3;
const LONGEST_PAUSE_MS = 20;

/** After how long it is told that one waits, in milliseconds, and after what part of a shorter patience. */
const TELL_AFTER_MS = 3000;
const TELL_AFTER_PART = 0.75;

/** Who holds a lock, as far as it says so. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
}

/** Is told who is waited for, and undefined when the waiting is over. */
export type TellWaiting = (owner: LockHolder | undefined) => void;

const sleepCell = new Int32Array(new SharedArrayBuffer(4));

/** Where the lock of a database is that a writer holds for a transaction. Others use `<database>.lock`, some as a folder. */
export function lockPathOf(database: string): string {
  return `${database}.write-lock`;
}

/** Where the lock is that one holds while the file must not change, or while it does: for moments only. */
export function accessLockPathOf(database: string): string {
  return `${database}.access-lock`;
}

/**
 * Lets one owner at a time do something. The lock is a file that names its owner. It is stolen only from an owner that
 * is dead, never because of its age: a window that sleeps or is stopped in a debugger still owns what it holds.
 */
export class FileLock {
  readonly #path: string;
  readonly #owner: LockOwner;
  readonly #timeoutMs: number;
  readonly #waiting: TellWaiting | undefined;
  #held = false;

  constructor(path: string, owner: LockOwner, timeoutMs: number, waiting?: TellWaiting) {
    this.#path = path;
    this.#owner = owner;
    this.#timeoutMs = timeoutMs;
    this.#waiting = waiting;
  }

  get held(): boolean {
    return this.#held;
  }

  /**
   * Waits for the lock without blocking.
   * @throws {StoreError} with reason `busy` after the time limit
   */
  async acquire(): Promise<void> {
    for (const pause of this.#attempts(() => this.tryAcquire())) await delay(pause);
  }

  /** The same, blocking this thread: where SQLite itself waits for it. */
  acquireBlocking(): void {
    for (const pause of this.#attempts(() => this.tryAcquire())) Atomics.wait(sleepCell, 0, 0, pause);
  }

  /** Blocks until nobody else holds it, without taking it. */
  waitUntilFree(): void {
    for (const pause of this.#attempts(() => !this.heldElsewhere())) Atomics.wait(sleepCell, 0, 0, pause);
  }

  /**
   * Takes the lock if it is free, or its owner dead.
   * @throws {StoreError} when locks cannot be made there
   */
  tryAcquire(): boolean {
    try {
      while (!this.#owner.create(this.#path)) {
        // It could not be given back the last time.
        if (this.#owner.owns(this.#path)) break;
        if (!stealFromDead(this.#path, this.#owner)) return false;
      }
    } catch (error) {
      throw fileError(error, this.#path);
    }
    this.#held = true;
    return true;
  }

  /** True when somebody else who lives holds it. */
  heldElsewhere(): boolean {
    if (this.#held) return false;
    const content = readLock(this.#path);
    return content !== undefined && !isDead(content);
  }

  /** Gives the lock back. Harmless when it is not held. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    try {
      // Somebody may have removed the file by hand, and another process may hold the lock now.
      if (this.#owner.owns(this.#path)) unlinkSync(this.#path);
    } catch {
      // What was done under it is done. Others wait until it is given back the next time, or this process ends.
    }
  }

  /** Says who holds it. */
  busy(): StoreError {
    const owner = ownerIn(readLock(this.#path));
    if (!owner) {
      return new StoreError(
        'busy',
        text(
          'Another window is writing to the database. Try again; if no other window has it open, delete {0}.',
          this.#path,
        ),
      );
    }
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

  /** Tries until it succeeds, yielding how long to pause in between. */
  *#attempts(succeeds: () => boolean): Generator<number, void> {
    // A clock that nobody sets. Who has slept past the end tries once more before giving up.
    const begin = performance.now();
    const tellAfter = Math.min(TELL_AFTER_MS, this.#timeoutMs * TELL_AFTER_PART);
    let told = false;
    try {
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS)) {
        const waited = performance.now() - begin;
        if (succeeds()) return;
        if (waited >= this.#timeoutMs) throw this.busy();
        const owner = !told && this.#waiting && waited >= tellAfter ? ownerIn(readLock(this.#path)) : undefined;
        if (owner) {
          told = true;
          this.#waiting?.({ pid: owner.pid, host: owner.host });
        }
        // Random, so that two windows that wait do not stay in step.
        yield pause * (0.5 + Math.random());
      }
    } finally {
      if (told) this.#waiting?.(undefined);
    }
  }
}

/**
 * Removes the lock of an owner that is dead. Only one process steals at a time (a second lock of the same kind), so that
 * what it removes is what it looked at.
 */
function stealFromDead(path: string, thief: LockOwner): boolean {
  const content = readLock(path);
  if (!isDead(content)) return false;
  const stealing = `${path}.steal`;
  if (!thief.create(stealing)) {
    removeIfDead(stealing);
    return false;
  }
  try {
    if (readLock(path) !== content) return false;
    rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(stealing, { force: true });
  }
}

/** A process died while it stole, which takes microseconds. Renaming first makes sure that only one removes it. */
function removeIfDead(path: string): void {
  const content = readLock(path);
  if (!isDead(content)) return;
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (readLock(aside) !== content) linkSync(aside, path);
    rmSync(aside, { force: true });
  } catch {
    // Somebody else was faster.
  }
}

/** Frees what a worker of this process held when it died: its process lives, so that nobody would steal it. */
export async function freeAbandonedLocks(database: string, session: string): Promise<void> {
  const target = await realpath(database).catch(() => database);
  for (const path of [lockPathOf(target), accessLockPathOf(target)]) {
    if (sessionIn(readLock(path)) === session) await rm(path, { force: true });
  }
  removeOwnersOfSession(target, session);
}
