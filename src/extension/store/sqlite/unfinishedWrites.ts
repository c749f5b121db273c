import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { errorCode, fileError } from './fileError';

/** The first bytes of a rollback journal that still has to be played back, https://www.sqlite.org/fileformat.html */
const JOURNAL_MAGIC = Buffer.from('d9d505f920a163d7', 'hex');

/**
 * Refuses a database next to which another program keeps changes that are not in the file yet: without them what is read
 * is old, and writing would destroy them.
 * @throws {StoreError} with reason `busy`
 */
export function refuseUnfinishedWrites(path: string): void {
  const log = `${path}-wal`;
  const journal = `${path}-journal`;
  try {
    if (sizeOf(log) > 0) throw unfinished(path, log);
    if (sizeOf(journal) > 0 && isHot(journal)) throw unfinished(path, journal);
  } catch (error) {
    throw fileError(error, path);
  }
}

function unfinished(path: string, beside: string): StoreError {
  return new StoreError(
    'busy',
    text(
      'Another program has changes of {0} in {1}. Close that program, or open and close the database in it once, then try again.',
      path,
      beside,
    ),
  );
}

function sizeOf(path: string): number {
  // Asked before every transaction, and nearly always in vain: this costs less than learning that from an error.
  if (!existsSync(path)) return 0;
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function isHot(journal: string): boolean {
  try {
    const handle = openSync(journal, 'r');
    try {
      const start = Buffer.alloc(JOURNAL_MAGIC.length);
      readSync(handle, start);
      return start.equals(JOURNAL_MAGIC);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    // The other program has just finished.
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
