import type { Database as SqlJsDatabase, Statement } from 'sql.js';
import type { SqlValue } from '../values';
import type { Prepare, PreparedStatement } from './preparedStatement';

/** Prepares statements by what sql.js documents. */
export function prepareBySqlJs(database: SqlJsDatabase): Prepare {
  return (sql) => {
    const statement = database.prepare(sql);
    return { statement: new SqlJsStatement(database, statement), rest: sql.slice(statement.getSQL().length) };
  };
}

class SqlJsStatement implements PreparedStatement {
  readonly #database: SqlJsDatabase;
  readonly #statement: Statement;

  constructor(database: SqlJsDatabase, statement: Statement) {
    this.#database = database;
    this.#statement = statement;
  }

  rows(parameters: readonly SqlValue[], first: boolean): SqlValue[][] {
    const statement = this.#statement;
    try {
      statement.bind([...parameters]);
      const rows: SqlValue[][] = [];
      while (statement.step()) {
        rows.push(statement.get());
        if (first) break;
      }
      return rows;
    } finally {
      // Also ends the statement's read, without which a commit or a schema change would be refused.
      statement.reset();
    }
  }

  run(parameters: readonly SqlValue[]): number {
    const statement = this.#statement;
    try {
      statement.bind([...parameters]);
      while (statement.step());
    } finally {
      statement.reset();
    }
    return this.#database.getRowsModified();
  }

  columns(): readonly string[] {
    return this.#statement.getColumnNames();
  }

  free(): void {
    this.#statement.free();
  }
}
