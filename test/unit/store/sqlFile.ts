import { readFileSync, writeFileSync } from 'node:fs';
import type { Database, QueryExecResult, SqlJsStatic } from 'sql.js';
import { loadSqlJs, type LoadedSqlJs } from '../../../src/extension/store/sqlite/sqlJs';
import { wasmPath } from './testStore';

let loaded: Promise<LoadedSqlJs> | undefined;

/** sql.js as the store loads it. It can be loaded once in a process. */
export function loadedSqlJs(): Promise<LoadedSqlJs> {
  loaded ??= loadSqlJs(wasmPath);
  return loaded;
}

/** sql.js as any other program would use it. */
export async function plainSqlJs(): Promise<SqlJsStatic> {
  return (await loadedSqlJs()).sqlJs;
}

/** Makes a database file as another program would. */
export async function writeDatabase(path: string, make: string | ((database: Database) => void)): Promise<void> {
  const database = new (await plainSqlJs()).Database();
  if (typeof make === 'string') database.exec(make);
  else make(database);
  writeFileSync(path, database.export());
  database.close();
}

/** Reads a database file as another program would. */
export async function queryFile(path: string, sql: string): Promise<QueryExecResult['values']> {
  const database = new (await plainSqlJs()).Database(readFileSync(path));
  try {
    return database.exec(sql)[0]?.values ?? [];
  } finally {
    database.close();
  }
}
