import { readFileSync, writeFileSync } from 'node:fs';
import initSqlJs, { type Database, type QueryExecResult, type SqlJsStatic } from 'sql.js';
import { wasmPath } from './testStore';

/** sql.js as any other program would use it. */
export async function plainSqlJs(): Promise<SqlJsStatic> {
  const wasm = readFileSync(wasmPath);
  return initSqlJs({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength),
  });
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
