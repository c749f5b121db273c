import { dirname } from 'node:path';
import type { DatabaseLock } from './databaseLock';
import type { FileOperations } from './fileOperations';
import { JournalBuffer } from './journalBuffer';
import { JournalHandle } from './journalHandle';

/**
 * Where the rollback journal of a database is. It does not have SQLite's usual name, because other SQLite programs cannot
 * see our lock: one that only read the file during a transaction would take the journal for that of a dead process and
 * play it back, undoing a part of what is being committed. So only this extension recovers the file after a crash.
 */
export function journalPathOf(database: string): string {
  return `${database}.undo-journal`;
}

/** Where a journal says how much of it is durable, and was before the database itself was changed. */
const RECORD_COUNT = 8;

/**
 * True when the database may have been changed under this journal: while a transaction has changed nothing but its
 * journal, that counts no records.
 */
function countsRecords(path: string, operations: FileOperations): boolean {
  const handle = operations.openSync(path, 'r');
  try {
    const count = new Uint8Array(4);
    return operations.readSync(handle, count, 0, 4, RECORD_COUNT) === 4 && count.some((byte) => byte !== 0);
  } finally {
    operations.closeSync(handle);
  }
}

/** One database that SQLite has open through the virtual file system. */
export class VfsDatabase {
  readonly journalPath: string;
  /** The last error of the operating system, which SQLite reduces to a number. */
  lastError: unknown;
  /** The journal while SQLite has it open. */
  journal: { flush(): void; readonly isOfTransaction: boolean } | undefined;
  /** The epoch of the lock in which the journal was looked at. */
  #journalEpoch = -1;
  #journalIsHot = false;
  readonly #journalHandle: JournalHandle;
  #journalBuffer: JournalBuffer | undefined;

  constructor(
    readonly path: string,
    readonly lock: DatabaseLock,
    readonly operations: FileOperations,
  ) {
    this.journalPath = journalPathOf(path);
    this.#journalHandle = new JournalHandle(path, this.journalPath, lock, operations);
  }

  /** Where the journal collects what it writes, kept though SQLite opens the journal anew for each transaction. */
  get journalBuffer(): JournalBuffer {
    return (this.#journalBuffer ??= new JournalBuffer());
  }

  /** The journal, open for a transaction that writes. Throws errors of the operating system. */
  openJournal(): JournalHandle {
    this.#journalHandle.open();
    return this.#journalHandle;
  }

  /** Lets go of the journal that is kept open: something else is done with it, or nothing any more. */
  closeJournal(): void {
    this.#journalHandle.close();
  }

  /** Whether SQLite has to look at the journal. Asked at the begin of every transaction, also a reading one. */
  journalExists(): boolean {
    if (this.#journalEpoch !== this.lock.epoch) {
      this.#journalIsHot = this.#journalHandle.isHot();
      this.#journalEpoch = this.lock.epoch;
    }
    return this.#journalIsHot;
  }

  /**
   * SQLite's question whether the journal is that of a transaction which is open elsewhere. Whoever changes the file
   * keeps others from reading it; so a journal under which it was changed is one of a dead process, also while somebody
   * who lives has locked the file and has not recovered it yet.
   */
  reservedElsewhere(): boolean {
    return this.lock.reservedElsewhere() && !countsRecords(this.journalPath, this.operations);
  }

  /** To be called when the journal changes by this process. */
  forgetJournal(): void {
    this.#journalEpoch = -1;
  }

  deleteJournal(): void {
    this.forgetJournal();
    this.#journalHandle.close();
    this.operations.unlinkSync(this.journalPath);
    this.syncFolder();
  }

  /** Makes the journal's name durable. Windows has no such call and does not need it. */
  syncFolder(): void {
    if (process.platform === 'win32') return;
    const handle = this.operations.openSync(dirname(this.path), 'r');
    try {
      this.operations.fsyncSync(handle);
    } finally {
      this.operations.closeSync(handle);
    }
  }
}
