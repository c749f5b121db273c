import { canBeSealed, isRecordCount, MOST_SEALED, seal } from './journalSeal';

/** What a buffer held, to be given to the system. */
export interface Collected {
  readonly bytes: Uint8Array;
  /** How many of them, and where in the journal they belong. */
  readonly size: number;
  readonly offset: number;
  /** They must be made durable at once: that was asked for and put off. */
  readonly isSyncDue: boolean;
}

/**
 * Collects what SQLite appends to its journal, which it does in three pieces for a page. A journal that fits in here from
 * its begin is made durable once, sealed, and not twice: the first request is put off until SQLite has counted the records.
 */
export class JournalBuffer {
  readonly #bytes = new Uint8Array(MOST_SEALED);
  #size = 0;
  #offset = 0;
  #isSyncPutOff = false;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Where in the journal what is collected ends. */
  get end(): number {
    return this.#offset + this.#size;
  }

  /** True when some of it is collected and not given to the system. */
  overlaps(offset: number, length: number): boolean {
    return this.#size > 0 && offset < this.end && offset + length > this.#offset;
  }

  /** Takes what follows what has been collected, or completes it; false for all else. */
  add(memory: Uint8Array, address: number, length: number, offset: number): boolean {
    if (this.#isSyncPutOff) return this.#count(memory, address, length, offset);
    if (this.#size === 0) this.#offset = offset;
    if (offset !== this.end || this.#size + length > this.#bytes.length) return false;
    this.#bytes.set(memory.subarray(address, address + length), this.#size);
    this.#size += length;
    return true;
  }

  /** True where what is collected need not be made durable before its records are counted. */
  putOffSync(): boolean {
    if (this.#isSyncPutOff || this.#offset !== 0 || !canBeSealed(this.#bytes.subarray(0, this.#size))) return false;
    this.#isSyncPutOff = true;
    return true;
  }

  /** Empties it. */
  take(): Collected | undefined {
    if (this.#size === 0) return undefined;
    const collected = { bytes: this.#bytes, size: this.#size, offset: this.#offset, isSyncDue: this.#isSyncPutOff };
    this.#size = 0;
    this.#isSyncPutOff = false;
    return collected;
  }

  #count(memory: Uint8Array, address: number, length: number, offset: number): boolean {
    if (!isRecordCount(length, offset)) return false;
    this.#bytes.set(memory.subarray(address, address + length));
    seal(this.#bytes.subarray(0, this.#size));
    this.#isSyncPutOff = false;
    return true;
  }
}
