import { StoreError } from '../../domain/ports/storeError';
import { accessLockPathOf, FileLock, lockPathOf, type TellWaiting } from './fileLock';
import { LockOwner } from './lockOwner';
import { LOCK } from './vfsLayout';

/**
 * SQLite's lock levels (https://www.sqlite.org/lockingv3.html) between processes, by two lock files. The write lock is
 * held for a whole transaction that writes. The access lock is held for moments: by whoever reads, so that the file
 * stays as it is, and by the writer while it changes the file. So others read while a transaction is open.
 *
 * Whoever only reads keeps the access lock until the thread has nothing else to do at once: statements that follow each
 * other do not pay for it again.
 */
export class DatabaseLock {
  readonly #owner: LockOwner;
  readonly #write: FileLock;
  readonly #access: FileLock;
  #level: number = LOCK.none;
  /** The write lock is held for SQLite only, which plays back a dead process's journal. */
  #recovering = false;
  #epoch = 0;
  #writeTurn = 0;
  #leaseEnd: NodeJS.Immediate | undefined;
  /** Locks cannot be made here: nor can the database be written, then. */
  #withoutLocks = false;

  /** Who keeps this process waiting is told after a while, and when that is over. */
  constructor(path: string, timeoutMs: number, session: string, waiting?: TellWaiting) {
    this.#owner = new LockOwner(path, session);
    this.#write = new FileLock(lockPathOf(path), this.#owner, timeoutMs, waiting);
    this.#access = new FileLock(accessLockPathOf(path), this.#owner, timeoutMs, waiting);
  }

  /** Changes whenever somebody else may have changed the file: what was seen of it in the same epoch still holds. */
  get epoch(): number {
    return this.#epoch;
  }

  /** True while nobody else may change the file. */
  get isStill(): boolean {
    return this.#access.held || this.#write.held;
  }

  /** Another number each time that this process may write; undefined while it may not. */
  get writeTurn(): number | undefined {
    return this.#write.held ? this.#writeTurn : undefined;
  }

  /**
   * Waits, without blocking, until this process alone may write.
   * @throws {StoreError} with reason `busy` after the time limit
   */
  async acquireWrite(): Promise<void> {
    await this.#write.acquire();
    this.#nowWriting();
  }

  /** Takes the write lock if nobody else has it. */
  tryWrite(): boolean {
    if (!this.#write.tryAcquire()) return false;
    this.#nowWriting();
    return true;
  }

  /** Ends what `acquireWrite` began. */
  releaseWrite(): void {
    if (!this.#recovering) this.#write.release();
  }

  /** Does something while nobody changes the file. */
  withAccess<T>(action: () => T): T {
    this.#shareAccess();
    try {
      return action();
    } finally {
      this.#lease();
    }
  }

  /** SQLite's xLock; false means busy. */
  lock(level: number): boolean {
    if (this.#level >= level) return true;
    try {
      if (this.#level === LOCK.none) this.#shareAccess();
      if (level >= LOCK.reserved && !this.#write.held) {
        if (!this.#write.tryAcquire()) return false;
        this.#writeTurn += 1;
        this.#recovering = true;
      }
      if (level === LOCK.exclusive) this.#holdAccess();
      // The write lock suffices now, and others may read.
      else if (level === LOCK.reserved) this.#access.release();
    } catch (error) {
      if (error instanceof StoreError && error.reason === 'busy') return false;
      throw error;
    }
    this.#level = level;
    return true;
  }

  /** SQLite's xUnlock. */
  unlock(level: number): void {
    if (this.#level <= level) return;
    const wrote = this.#level >= LOCK.reserved;
    this.#level = level;
    if (this.#recovering) {
      if (level === LOCK.shared && !this.#access.held) this.#holdAccess();
      this.#recovering = false;
      this.#write.release();
    } else if (wrote) this.#access.release();
    if (level === LOCK.none) this.#lease();
  }

  /** SQLite's xCheckReservedLock: true while another process that lives has a transaction open. */
  reservedElsewhere(): boolean {
    return this.#write.heldElsewhere();
  }

  /** Who is in the way. */
  busy(): StoreError {
    return (this.#access.heldElsewhere() ? this.#access : this.#write).busy();
  }

  /** Leaves nothing behind of having read, unless a transaction is open. */
  forgetReading(): void {
    if (!this.#write.held) this.close();
  }

  /** Gives everything back. */
  close(): void {
    clearImmediate(this.#leaseEnd);
    this.#leaseEnd = undefined;
    this.#level = LOCK.none;
    this.#access.release();
    this.#write.release();
    this.#owner.close();
  }

  /** Makes sure that the file stays as it is. */
  #shareAccess(): void {
    if (!this.#write.held && !this.#access.held) this.#holdAccess();
  }

  #holdAccess(): void {
    if (this.#access.held) return;
    try {
      if (!this.#withoutLocks) this.#access.acquireBlocking();
    } catch (error) {
      // Whoever may not write reads without keeping others from writing: a moment's wrong reading, and an event for it.
      if (!isRefused(error) || this.#write.held) throw error;
      this.#withoutLocks = true;
    }
    if (this.#withoutLocks) this.#access.waitUntilFree();
    this.#begins(this.#write);
  }

  #nowWriting(): void {
    this.#withoutLocks = false;
    this.#writeTurn += 1;
    this.#begins(this.#access);
  }

  /** A new epoch begins unless the other lock was held all the time. */
  #begins(other: FileLock): void {
    if (!other.held) this.#epoch += 1;
  }

  #lease(): void {
    if (!this.#access.held || this.#leaseEnd) return;
    this.#leaseEnd = setImmediate(() => {
      this.#leaseEnd = undefined;
      if (this.#level === LOCK.none) this.#access.release();
    });
  }
}

/** True where a lock cannot be made for want of permission. */
function isRefused(error: unknown): boolean {
  return error instanceof StoreError && (error.reason === 'no-permission' || error.reason === 'read-only');
}
