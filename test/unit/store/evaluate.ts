import type { Database } from 'sql.js';
import type { SqlValue } from '../../../src/extension/store/values';

/** The first value that a statement gives, as text; or the sentence in which SQLite refuses. */
export function evaluate(database: Database, sql: string, values: readonly SqlValue[]): string {
  const statement = database.prepare(sql);
  try {
    statement.bind([...values]);
    statement.step();
    return String(statement.get()[0]);
  } catch (error) {
    return `Error: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    statement.free();
  }
}

/** The address of a connection, as SQLite's functions take it. */
export function addressOf(database: Database): number {
  return (database as unknown as { readonly db: number }).db;
}
