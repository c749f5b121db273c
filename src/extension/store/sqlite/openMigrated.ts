import type { SqlJsStatic } from 'sql.js';
import { checkVersion, migrate } from '../migrations/migrate';
import { Connection } from './connection';
import { configureMemory } from './pragmas';
import { openInMemory } from './sqlJs';

/**
 * Opens in memory a new database, or one of an older version, brought up to the newest. The path stands in errors.
 * @throws {StoreError} for a database that is not of this program, or of a newer version of it
 */
export function openMigrated(sqlJs: SqlJsStatic, bytes: Uint8Array | undefined, path: string): Connection {
  const connection = new Connection(openInMemory(sqlJs, bytes));
  try {
    configureMemory(connection);
    migrate(connection, checkVersion(connection, path));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
