import type { StorageKind } from '../protocol';
import type { DatabaseFile } from './databaseFile';
import type { FileOperations } from './fileOperations';
import { FileVfs } from './fileVfs';
import { JournaledFile, type JournaledFileOptions } from './journaledFile';
import { testVfs } from './selfTest';
import type { LoadedSqlJs, SqlJsModule } from './sqlJs';
import { WholeFile } from './wholeFile';

/** What either kind of file needs. */
export type FileOptions = Omit<JournaledFileOptions, 'sqlJs' | 'vfs' | 'operations'>;

/** A file, and why it is not of the better kind. */
export interface ChosenFile {
  readonly file: DatabaseFile;
  /** Undefined when all is well. */
  readonly fallbackReason: Error | undefined;
}

const known = new WeakMap<SqlJsModule, FileVfs>();

/** Takes the journaled file where it proves to work here, and the whole file elsewhere. */
export function chooseFile(
  loaded: LoadedSqlJs,
  storage: StorageKind,
  options: FileOptions,
  operations?: FileOperations,
): ChosenFile {
  const { sqlJs } = loaded;
  if (storage === 'whole-file') return { file: new WholeFile({ ...options, sqlJs }), fallbackReason: undefined };
  try {
    const vfs = vfsOf(loaded);
    testVfs(vfs, sqlJs, operations);
    const file = new JournaledFile({ ...options, sqlJs, vfs, ...(operations && { operations }) });
    return { file, fallbackReason: undefined };
  } catch (error) {
    const fallbackReason = error instanceof Error ? error : new Error(String(error), { cause: error });
    return { file: new WholeFile({ ...options, sqlJs }), fallbackReason };
  }
}

/** SQLite's functions are replaced once for an instance of sql.js. */
function vfsOf(loaded: LoadedSqlJs): FileVfs {
  if (!loaded.wasm) throw new Error('sql.js was loaded without access to its memory');
  const vfs = known.get(loaded.sqlJs) ?? new FileVfs(loaded);
  known.set(loaded.sqlJs, vfs);
  return vfs;
}
