import { closeSync, fstatSync, lstatSync, openSync, readSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { checkHeader, HEADER_SIZE, leaveWalMode } from './fileHeader';
import { errorCode, fileError } from './fileError';
import { identityAt, identityOf, type FileIdentity } from './fileIdentity';
import { pendingRollback } from './recovery';
import { rolledBack } from './rollbackJournal';
import { refuseUnfinishedWrites } from './unfinishedWrites';

/** More would not fit into the memory of sql.js together with a copy. */
const LARGEST = 1_500_000_000;

/** What is at a database's path. */
export interface FileContent {
  /** Where the file itself is, symbolic links followed. */
  readonly target: string;
  /** Undefined when there is no file. */
  readonly identity: FileIdentity | undefined;
  /** Undefined when there is no file, or an empty one: both are new databases. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * The size of the file at a path, links followed; 0 when there is none.
 * @throws {StoreError} for everything that cannot be a database
 */
export function sizeOfDatabaseFile(target: string, refusing = true): number {
  try {
    const stats = statSync(target, { throwIfNoEntry: false });
    if (!stats) return 0;
    if (!stats.isFile()) throw notAFile(target, stats.isDirectory());
    if (refusing) refuseUnfinishedWrites(target);
    return stats.size;
  } catch (error) {
    throw fileError(error, target);
  }
}

/**
 * Reads a database file without ever changing it; what a process that died left half done is undone in what is returned.
 * To be called while nobody changes the file. Unless refusing, changes of another program that are not in it are left out.
 * @throws {StoreError} for everything that is not a database which can be used
 */
export function readDatabaseFile(path: string, refusing = true): FileContent {
  const target = targetOf(path);
  try {
    if (sizeOfDatabaseFile(target, refusing) === 0) return { target, identity: identityAt(target), bytes: undefined };
    const rollback = pendingRollback(target);
    const { identity, bytes: found } = readWhole(target);
    const bytes = rollback ? rolledBack(found, rollback) : found;
    if (bytes.length === 0) return { target, identity, bytes: undefined };
    checkHeader(bytes, bytes.length, target);
    leaveWalMode(bytes);
    return { target, identity, bytes };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { target, identity: undefined, bytes: undefined };
    throw fileError(error, target);
  }
}

/** The first bytes of a file, where SQLite keeps its counters; undefined when there is no file. */
export function readHeader(path: string): Uint8Array | undefined {
  try {
    const handle = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(HEADER_SIZE);
      return bytes.subarray(0, readSync(handle, bytes));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, path);
  }
}

/** Where the file itself is. Follows symbolic links, also to a file that does not exist yet: renaming over a link would replace the link. */
export function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileError(error, path);
  }
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    ? targetOf(resolve(dirname(path), readlinkSync(path)))
    : path;
}

function readWhole(path: string): { readonly identity: FileIdentity; readonly bytes: Uint8Array } {
  const handle = openSync(path, 'r');
  try {
    const stats = fstatSync(handle, { bigint: true });
    if (stats.size > LARGEST) {
      throw new StoreError(
        'failed',
        text('{0} is larger than 1.5 GB, more than can be opened. Delete old runs with another program first.', path),
      );
    }
    const bytes = new Uint8Array(Number(stats.size));
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got) {
      got = readSync(handle, bytes, length, bytes.length - length, null);
    }
    return { identity: identityOf(stats), bytes: bytes.subarray(0, length) };
  } finally {
    closeSync(handle);
  }
}

function notAFile(path: string, folder: boolean): StoreError {
  return folder
    ? new StoreError('failed', text('{0} is a folder. Choose a file in the setting "Database Path".', path))
    : new StoreError(
        'failed',
        text('{0} is not an ordinary file. Choose another one in the setting "Database Path".', path),
      );
}
