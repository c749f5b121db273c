import { errorCode } from './fileError';
import { readFully } from './fileOperations';
import type { JournalHandle } from './journalHandle';
import type { VfsDatabase } from './vfsDatabase';
import { OPEN } from './vfsLayout';

/** Where the change counter is that SQLite reads at the begin of every transaction, with what else changes with it. */
const COUNTER_OFFSET = 24;
const COUNTER_SIZE = 16;

/** The two bytes of the header that say whether a write-ahead log is in use. */
const LOG_VERSIONS = 18;

/** The database file or its journal, open. Methods throw errors of the operating system. */
export class VfsFile {
  readonly isMain: boolean;
  /** True when only reading is allowed. */
  readonly readOnly: boolean;
  readonly #database: VfsDatabase;
  readonly #handle: number;
  /** Set when this is the journal of a transaction. */
  readonly #journal: JournalHandle | undefined;
  #place: { readonly dev: number; readonly ino: number } | undefined;
  #counterEpoch = -1;
  readonly #counter = new Uint8Array(COUNTER_SIZE);
  /** The change counter up to which all changes are known, of others and of this process. */
  readonly #knownCounter = new Uint8Array(COUNTER_SIZE);
  #isCounterKnown = false;
  #sizeEpoch = -1;
  #size = 0;

  constructor(database: VfsDatabase, flags: number) {
    this.#database = database;
    this.isMain = (flags & OPEN.mainDatabase) !== 0;
    const { operations, path, journalPath } = database;
    const place = this.isMain ? path : journalPath;
    let readOnly = (flags & OPEN.readWrite) === 0;
    let handle: number | undefined;
    if (!this.isMain && !readOnly) {
      // Playing back a journal that somebody left does not create one.
      if ((flags & OPEN.create) !== 0) {
        this.#journal = database.openJournal();
        ({ handle } = this.#journal);
      } else database.closeJournal();
    }
    if (!readOnly && handle === undefined) {
      try {
        handle = operations.openSync(place, 'r+');
      } catch (error) {
        const code = errorCode(error);
        if (this.isMain && (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')) readOnly = true;
        else throw error;
      }
    }
    this.#handle = handle ?? operations.openSync(place, 'r');
    this.readOnly = readOnly;
    database.forgetJournal();
    if (!this.isMain) database.journal = this;
  }

  /** True for the journal of a transaction of this process, not for one that is played back. */
  get isOfTransaction(): boolean {
    return this.#journal !== undefined;
  }

  /** Where the open file is, which may have been moved away from its path. */
  get place(): { readonly dev: number; readonly ino: number } {
    if (!this.#place) {
      const { dev, ino } = this.#database.operations.fstatSync(this.#handle);
      this.#place = { dev, ino };
    }
    return this.#place;
  }

  /** Takes over how long the file was seen to be just now, in bytes, if nobody else can have changed it since. */
  hasSize(size: number): void {
    const { lock } = this.#database;
    if (!lock.isStill) return;
    this.#size = size;
    this.#sizeEpoch = lock.epoch;
  }

  /** Says that whoever wants to know of changes knows of all up to what SQLite has just seen. */
  changesAreKnown(): void {
    this.#isCounterKnown = this.#counterEpoch === this.#database.lock.epoch;
    this.#knownCounter.set(this.#counter);
  }

  /** True when nobody else has changed the file since its changes were known; false also where that cannot be told. */
  isUnchanged(): boolean {
    const { lock } = this.#database;
    if (!this.#isCounterKnown || !lock.isStill || this.#database.journalExists()) return false;
    if (this.#counterEpoch !== lock.epoch) {
      this.#counterEpoch = -1;
      if (!this.#readNow(this.#counter, 0, COUNTER_SIZE, COUNTER_OFFSET)) return false;
      this.#counterEpoch = lock.epoch;
    }
    return this.#counter.every((byte, index) => byte === this.#knownCounter[index]);
  }

  /** The change counter that SQLite saw when the transaction began. */
  get counterAtBegin(): number {
    return new DataView(this.#counter.buffer).getUint32(0);
  }

  /** Reads into memory; false when the file ends before, in which case the rest is zeroed. */
  read(memory: Uint8Array, address: number, length: number, offset: number): boolean {
    const { lock } = this.#database;
    if (this.isMain && offset === COUNTER_OFFSET && length === COUNTER_SIZE) {
      // Nobody can have written while we kept the lock.
      if (this.#counterEpoch === lock.epoch) {
        memory.set(this.#counter, address);
        return true;
      }
    }
    // SQLite looks behind what it has written for the header of an older transaction.
    if (this.#journal && offset >= this.#journalSize(this.#journal)) {
      memory.fill(0, address, address + length);
      return false;
    }
    if (!this.isMain && this.#database.journalBuffer.overlaps(offset, length)) this.flush();
    if (!this.#readNow(memory, address, length, offset)) return false;
    if (this.isMain && offset === COUNTER_OFFSET && length === COUNTER_SIZE) {
      this.#counter.set(memory.subarray(address, address + length));
      this.#counterEpoch = lock.epoch;
    }
    // A database in write-ahead mode, whose log is empty (else it was refused), is read as an ordinary one, and becomes
    // one when its first page is written: sql.js has no shared memory, which that mode needs.
    if (this.isMain && offset <= LOG_VERSIONS && offset + length > LOG_VERSIONS + 1) {
      memory.fill(1, address + LOG_VERSIONS - offset, address + LOG_VERSIONS - offset + 2);
    }
    return true;
  }

  write(memory: Uint8Array, address: number, length: number, offset: number): void {
    this.#changes();
    if (this.isMain) this.#database.journal?.flush();
    else if (this.#database.journalBuffer.add(memory, address, length, offset)) return;
    this.flush();
    this.#writeNow(memory, address, length, offset);
    if (!this.isMain || offset > COUNTER_OFFSET || offset + length < COUNTER_OFFSET + COUNTER_SIZE) return;
    // What is written while a journal is played back may be the change of somebody else.
    if (!this.#database.journal?.isOfTransaction) this.#isCounterKnown = false;
    const from = address + COUNTER_OFFSET - offset;
    this.#knownCounter.set(memory.subarray(from, from + COUNTER_SIZE));
  }

  truncate(size: number): void {
    this.#changes();
    this.flush();
    this.#database.operations.ftruncateSync(this.#handle, size);
    if (this.#journal) this.#journal.size = size;
  }

  /** Makes everything that was written durable. The times in the folder's listing need not be. */
  sync(): void {
    if (this.#journal && this.#database.journalBuffer.putOffSync()) return;
    this.flush();
    this.#database.operations.fdatasyncSync(this.#handle);
    if (!this.#journal || this.#journal.isNamed) return;
    this.#database.syncFolder();
    this.#journal.isNamed = true;
  }

  size(): number {
    const { operations, lock } = this.#database;
    if (this.#journal) return this.#journalSize(this.#journal);
    if (!this.isMain) {
      this.flush();
      return operations.fstatSync(this.#handle).size;
    }
    if (this.#sizeEpoch !== lock.epoch) {
      this.#size = operations.fstatSync(this.#handle).size;
      this.#sizeEpoch = lock.epoch;
    }
    return this.#size;
  }

  close(): void {
    if (this.#database.journal === this) this.#database.journal = undefined;
    try {
      this.flush();
    } finally {
      if (this.#journal) this.#journal.release();
      else this.#database.operations.closeSync(this.#handle);
    }
  }

  /** Gives what the journal has collected to the system; of the database itself nothing is collected. */
  flush(): void {
    const collected = this.isMain ? undefined : this.#database.journalBuffer.take();
    if (!collected) return;
    this.#writeNow(collected.bytes, 0, collected.size, collected.offset);
    if (collected.isSyncDue) this.#database.operations.fdatasyncSync(this.#handle);
  }

  /** How long the journal is with what is not given to the system yet. */
  #journalSize(journal: JournalHandle): number {
    const { journalBuffer } = this.#database;
    return journalBuffer.isEmpty ? journal.size : Math.max(journal.size, journalBuffer.end);
  }

  /** False when the file ends before, in which case the rest is zeroed. */
  #readNow(bytes: Uint8Array, from: number, length: number, offset: number): boolean {
    const { operations } = this.#database;
    const read = readFully(operations, this.#handle, bytes.subarray(from, from + length), offset);
    bytes.fill(0, from + read, from + length);
    return read === length;
  }

  #writeNow(bytes: Uint8Array, from: number, length: number, offset: number): void {
    const { operations } = this.#database;
    for (let done = 0; done < length;) {
      done += operations.writeSync(this.#handle, bytes, from + done, length - done, offset + done);
      if (this.#journal) this.#journal.size = Math.max(this.#journal.size, offset + done);
    }
  }

  /** Forgets what was seen of the file before this process changes it. */
  #changes(): void {
    this.#counterEpoch = -1;
    this.#sizeEpoch = -1;
    if (!this.isMain) this.#database.forgetJournal();
  }
}
