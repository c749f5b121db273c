import { join } from 'node:path';
import type { StorageKind } from '../../src/extension/store/protocol';
import type { DatabaseFile } from '../../src/extension/store/sqlite/databaseFile';
import { FileVfs } from '../../src/extension/store/sqlite/fileVfs';
import { JournaledFile } from '../../src/extension/store/sqlite/journaledFile';
import { loadSqlJs } from '../../src/extension/store/sqlite/sqlJs';
import { WholeFile } from '../../src/extension/store/sqlite/wholeFile';
import type { Engine } from './engine';

/** The wasm as it ships. */
export const wasmPath = join(__dirname, 'sql-wasm.wasm');

const loaded = (async () => {
  const sqlJs = await loadSqlJs(wasmPath);
  return { sqlJs: sqlJs.sqlJs, vfs: new FileVfs(sqlJs) };
})();

/** What runs inside the worker, without the crossing to it. */
export async function openOurs(path: string, storage: StorageKind = 'best'): Promise<Engine> {
  const { sqlJs, vfs } = await loaded;
  const options = {
    path,
    lockTimeoutMs: 10_000,
    session: 'bench',
    listener: { changedOutside: () => undefined, warn: console.error },
  };
  const file: DatabaseFile =
    storage === 'best' ? new JournaledFile({ ...options, sqlJs, vfs }) : new WholeFile({ ...options, sqlJs });
  await file.open();
  return {
    name: storage === 'best' ? 'ours' : 'whole file',
    execute: async (sql) => {
      await file.prepareWrite();
      file.begin().execute(sql);
      await file.commit();
    },
    query: (sql, parameters) => file.reader().query(sql, parameters).rows,
    transaction: async (sql, rows) => {
      await file.prepareWrite();
      file.begin().run(sql, rows);
      await file.commit();
    },
    close: () => {
      file.close();
    },
  };
}
