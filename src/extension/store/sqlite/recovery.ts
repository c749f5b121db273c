import { readFileSync } from 'node:fs';
import { errorCode } from './fileError';
import { nodeFileOperations, type FileOperations } from './fileOperations';
import { isHotJournal } from './hotJournal';
import { readRollback, type Rollback } from './rollbackJournal';
import { journalPathOf } from './vfsDatabase';

/** What SQLite zeroes of a journal when a transaction is over. */
const HEADER = new Uint8Array(28);

/**
 * What has to be undone in a database file before it may be read; undefined when nothing has to be. While somebody has a
 * transaction open without having changed the file, undoing it changes nothing: this need not be told apart. To be called
 * while nobody changes the file.
 */
export function pendingRollback(target: string, operations = nodeFileOperations): Rollback | undefined {
  const journal = journalPathOf(target);
  try {
    return isHotJournal(journal, operations) ? readRollback(readFileSync(journal)) : undefined;
  } catch (error) {
    // A transaction has just ended.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Undoes, in the file, what a process that died has left half done, without SQLite: where its virtual file system does
 * not work. To be called by whoever alone may write and read. Throws errors of the operating system.
 */
export function playBackJournal(target: string, operations = nodeFileOperations): void {
  const journal = journalPathOf(target);
  if (!isHotJournal(journal, operations)) return;
  const rollback = pendingRollback(target, operations);
  if (rollback) {
    withFile(target, operations, (handle) => {
      operations.ftruncateSync(handle, rollback.size);
      for (const { offset, content } of rollback.pages) writeAll(operations, handle, content, offset);
      operations.fdatasyncSync(handle);
    });
  }
  // Only after the file is durable: until then it may be played back again.
  endJournal(target, operations);
}

/** Marks a journal as one that undoes nothing, durably. */
export function endJournal(target: string, operations: FileOperations = nodeFileOperations): void {
  withFile(journalPathOf(target), operations, (handle) => {
    writeAll(operations, handle, HEADER, 0);
    operations.fdatasyncSync(handle);
  });
}

function withFile(path: string, operations: FileOperations, action: (handle: number) => void): void {
  const handle = operations.openSync(path, 'r+');
  try {
    action(handle);
  } finally {
    operations.closeSync(handle);
  }
}

function writeAll(operations: FileOperations, handle: number, bytes: Uint8Array, offset: number): void {
  for (let done = 0; done < bytes.length;) {
    done += operations.writeSync(handle, bytes, done, bytes.length - done, offset + done);
  }
}
