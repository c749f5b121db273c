import { errorCode } from './fileError';
import type { FileOperations } from './fileOperations';
import { isSealBroken } from './journalSeal';

/**
 * True when a journal holds what has to be played back: a finished transaction leaves it empty or its start zeroed, one that
 * was cut off before it changed the database may leave a broken seal.
 */
export function isHotJournal(path: string, operations: FileOperations): boolean {
  let handle: number;
  try {
    handle = operations.openSync(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  try {
    return holdsHotJournal(handle, operations);
  } finally {
    operations.closeSync(handle);
  }
}

/** The same of a journal that is open. */
export function holdsHotJournal(handle: number, operations: FileOperations): boolean {
  const first = new Uint8Array(1);
  return operations.readSync(handle, first, 0, 1, 0) === 1 && first[0] !== 0 && !isSealBroken(handle, operations);
}
