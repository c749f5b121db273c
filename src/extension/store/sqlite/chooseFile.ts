import type { StorageKind } from '../protocol';
import type { DatabaseFile } from './databaseFile';
import type { FileOperations } from './fileOperations';
import { FileVfs } from './fileVfs';
import { JournaledFile, type JournaledFileOptions } from './journaledFile';
import { ReadOnlyFile } from './readOnlyFile';
import { testVfs } from './selfTest';
import type { LoadedSqlJs, SqlJsModule } from './sqlJs';
import { WholeFile } from './wholeFile';

/** What either kind of file needs. */
export type FileOptions = Omit<JournaledFileOptions, 'sqlJs' | 'vfs' | 'operations'>;

/** A file, and why it is not of the better kind. */
export interface ChosenFile {
  readonly file: DatabaseFile;
  /** Makes another of the same kind, or one that is only read, for the same path. */
  readonly another: (readOnly: boolean) => DatabaseFile;
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
  if (storage === 'whole-file') return chosen(() => new WholeFile({ ...options, sqlJs }), options, sqlJs);
  try {
    const vfs = vfsOf(loaded);
    testVfs(vfs, sqlJs, operations);
    const make = (): DatabaseFile => new JournaledFile({ ...options, sqlJs, vfs, ...(operations && { operations }) });
    return chosen(make, options, sqlJs);
  } catch (error) {
    const fallbackReason = error instanceof Error ? error : new Error(String(error), { cause: error });
    return chosen(() => new WholeFile({ ...options, sqlJs }), options, sqlJs, fallbackReason);
  }
}

function chosen(
  make: () => DatabaseFile,
  options: FileOptions,
  sqlJs: SqlJsModule,
  fallbackReason?: Error,
): ChosenFile {
  const another = (readOnly: boolean): DatabaseFile => (readOnly ? new ReadOnlyFile({ ...options, sqlJs }) : make());
  return { file: make(), another, fallbackReason };
}

/** SQLite's functions are replaced once for an instance of sql.js. */
function vfsOf(loaded: LoadedSqlJs): FileVfs {
  if (!loaded.wasm) throw new Error('sql.js was loaded without access to its memory');
  const vfs = known.get(loaded.sqlJs) ?? new FileVfs(loaded);
  known.set(loaded.sqlJs, vfs);
  return vfs;
}
