import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { isFullTextFault } from '../fullText';
import type { Connection } from './connection';

/**
 * What every connection needs before its first statement: foreign keys are off by default, and a database that came
 * from elsewhere may hold triggers, views and damaged pages. Only with recursive triggers is a row that another one
 * replaces taken out of the index of words.
 */
const SAFETY =
  'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = ON;';

/** Prepares a database in memory. It is written as a whole by us: SQLite's own journal stays in memory too. */
export function configureMemory(connection: Connection): void {
  connection.execute(`${SAFETY} PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF`);
}

/** How much of the file is kept in memory, in KiB. */
const CACHE_KIB = 16_384;

/** A longer journal is cut to this after a transaction, in bytes. */
const JOURNAL_LIMIT = 4_194_304;

/**
 * Prepares a database on disk. FULL, because with NORMAL simulated power cuts corrupted one database in ten. PERSIST
 * marks the end of a transaction by zeroing the journal's start: its size does not change, so that making it durable
 * does not have to write what the file system knows of it.
 */
export function configureFile(connection: Connection): void {
  connection.execute(
    `${SAFETY} PRAGMA journal_mode = PERSIST; PRAGMA journal_size_limit = ${JOURNAL_LIMIT};` +
      `PRAGMA synchronous = FULL; PRAGMA cache_size = -${CACHE_KIB}`,
  );
}

/**
 * Reads the whole structure of a database once.
 * @throws {StoreError} with reason `corrupt`
 */
export function checkIntegrity(connection: Connection, path: string): void {
  const found = connection
    .query('PRAGMA quick_check')
    .rows.map(([row]) => String(row))
    // An index of words holds nothing that is not in the tables: it is made anew when it is needed.
    .filter((row) => row !== 'ok' && !isFullTextFault(row));
  if (found.length > 0) throw damaged(path, found.join('\n'));
}

/**
 * Looks at the first page of every table and index, which costs the same for a file of any size.
 * @throws {StoreError} with reason `corrupt`
 */
export function checkRoots(connection: Connection, path: string): void {
  const tables = connection.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").rows;
  try {
    for (const [name] of tables) connection.value(`SELECT 1 FROM ${quoted(name)} NOT INDEXED LIMIT 1`);
  } catch (error) {
    if (error instanceof StoreError && error.reason === 'corrupt') throw damaged(path, error);
    throw error;
  }
}

function quoted(name: unknown): string {
  return `"${String(name).replace(/"/g, '""')}"`;
}

function damaged(path: string, cause: unknown): StoreError {
  return new StoreError('corrupt', text('{0} is damaged. Restore a copy of it.', path), { cause });
}
