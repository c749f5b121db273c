import type { StorageKind } from '../../src/extension/store/protocol';
import type { DatabaseFile } from '../../src/extension/store/sqlite/databaseFile';
import type { FileOperations } from '../../src/extension/store/sqlite/fileOperations';
import { FileVfs } from '../../src/extension/store/sqlite/fileVfs';
import { JournaledFile } from '../../src/extension/store/sqlite/journaledFile';
import { loadSqlJs, type LoadedSqlJs } from '../../src/extension/store/sqlite/sqlJs';
import { WholeFile } from '../../src/extension/store/sqlite/wholeFile';

let loaded: Promise<LoadedSqlJs & { readonly vfs: FileVfs }> | undefined;

/** Opens a database in this very thread, without the test that precedes it in the product. */
export async function openFile(
  path: string,
  wasmPath: string,
  storage: StorageKind,
  operations?: FileOperations,
): Promise<DatabaseFile> {
  const listener = { changedOutside: () => undefined, warn: () => undefined };
  const options = { path, lockTimeoutMs: 20_000, session: 'crash', listener };
  loaded ??= loadSqlJs(wasmPath).then((sqlJs) => ({ ...sqlJs, vfs: new FileVfs(sqlJs) }));
  const { sqlJs, vfs } = await loaded;
  const file =
    storage === 'whole-file'
      ? new WholeFile({ ...options, sqlJs })
      : new JournaledFile({ ...options, sqlJs, vfs, ...(operations && { operations }) });
  await file.open();
  return file;
}
