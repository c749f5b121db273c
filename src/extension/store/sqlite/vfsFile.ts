import { errorCode } from './fileError';
import type { VfsDatabase } from './vfsDatabase';
import { OPEN } from './vfsLayout';

/** Where the change counter is that SQLite reads at the begin of every transaction, and how much of it. */
const COUNTER_OFFSET = 24;
const COUNTER_SIZE = 16;

/** How much of a journal is collected before it is written: SQLite appends a page in three pieces. */
const PENDING_SIZE = 65_536;

/** The two bytes of the header that say whether a write-ahead log is in use. */
const LOG_VERSIONS = 18;

/** The database file or its journal, open. Methods throw errors of the operating system. */
export class VfsFile {
  readonly isMain: boolean;
  /** True when only reading is allowed. */
  readonly readOnly: boolean;
  readonly #database: VfsDatabase;
  readonly #handle: number;
  /** A new file's name has to be made durable with its first content. */
  #isNew: boolean;
  #counterEpoch = -1;
  readonly #counter = new Uint8Array(COUNTER_SIZE);
  #sizeEpoch = -1;
  #size = 0;
  /** How much was appended to the journal and not given to the system yet. */
  #pendingSize = 0;
  #pendingOffset = 0;

  constructor(database: VfsDatabase, flags: number) {
    this.#database = database;
    this.isMain = (flags & OPEN.mainDatabase) !== 0;
    const { operations, path, journalPath } = database;
    const place = this.isMain ? path : journalPath;
    let readOnly = (flags & OPEN.readWrite) === 0;
    let isNew = false;
    let handle: number | undefined;
    if (!readOnly) {
      try {
        handle = operations.openSync(place, 'r+');
      } catch (error) {
        const code = errorCode(error);
        if (code === 'ENOENT' && (flags & OPEN.create) !== 0 && !this.isMain) {
          handle = operations.openSync(place, 'wx+', 0o666 & operations.statSync(path).mode);
          isNew = true;
        } else if (this.isMain && (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')) readOnly = true;
        else throw error;
      }
    }
    this.#handle = handle ?? operations.openSync(place, 'r');
    this.readOnly = readOnly;
    this.#isNew = isNew;
    database.forgetJournal();
    if (!this.isMain) database.journal = this;
  }

  /** The identity of the open file, which may have been moved away from its path. */
  stat(): { readonly dev: number; readonly ino: number } {
    return this.#database.operations.fstatSync(this.#handle);
  }

  /** The change counter that SQLite saw when the transaction began. */
  get counterAtBegin(): number {
    return new DataView(this.#counter.buffer).getUint32(0);
  }

  /** Reads into memory; false when the file ends before, in which case the rest is zeroed. */
  read(memory: Uint8Array, address: number, length: number, offset: number): boolean {
    const { operations, lock } = this.#database;
    if (this.isMain && offset === COUNTER_OFFSET && length === COUNTER_SIZE) {
      // Nobody can have written while we kept the lock.
      if (this.#counterEpoch === lock.epoch) {
        memory.set(this.#counter, address);
        return true;
      }
    }
    this.flush();
    let got = 0;
    while (got < length) {
      const read = operations.readSync(this.#handle, memory, address + got, length - got, offset + got);
      if (read === 0) break;
      got += read;
    }
    if (got < length) {
      memory.fill(0, address + got, address + length);
      return false;
    }
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
    else if (this.#append(memory, address, length, offset)) return;
    this.flush();
    this.#writeNow(memory, address, length, offset);
  }

  truncate(size: number): void {
    this.#changes();
    this.flush();
    this.#database.operations.ftruncateSync(this.#handle, size);
  }

  /** Makes everything that was written durable. The times in the folder's listing need not be. */
  sync(): void {
    this.flush();
    this.#database.operations.fdatasyncSync(this.#handle);
    if (!this.#isNew) return;
    this.#database.syncFolder();
    this.#isNew = false;
  }

  size(): number {
    const { operations, lock } = this.#database;
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
      this.#database.operations.closeSync(this.#handle);
    }
  }

  /** Collects what follows what has been collected; false where it does not. */
  #append(memory: Uint8Array, address: number, length: number, offset: number): boolean {
    if (this.#pendingSize === 0) this.#pendingOffset = offset;
    if (offset !== this.#pendingOffset + this.#pendingSize || this.#pendingSize + length > PENDING_SIZE) return false;
    this.#pending().set(memory.subarray(address, address + length), this.#pendingSize);
    this.#pendingSize += length;
    return true;
  }

  /** Gives what was collected to the system. */
  flush(): void {
    const size = this.#pendingSize;
    this.#pendingSize = 0;
    if (size > 0) this.#writeNow(this.#pending(), 0, size, this.#pendingOffset);
  }

  /** SQLite opens the journal anew for each transaction; the memory for it is kept. */
  #pending(): Uint8Array {
    return (this.#database.pending ??= new Uint8Array(PENDING_SIZE));
  }

  #writeNow(bytes: Uint8Array, from: number, length: number, offset: number): void {
    const { operations } = this.#database;
    for (let done = 0; done < length;) {
      done += operations.writeSync(this.#handle, bytes, from + done, length - done, offset + done);
    }
  }

  /** Forgets what was seen of the file before this process changes it. */
  #changes(): void {
    this.#counterEpoch = -1;
    this.#sizeEpoch = -1;
    if (!this.isMain) this.#database.forgetJournal();
  }
}
