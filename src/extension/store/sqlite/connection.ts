import type { Database as SqlJsDatabase, Statement } from 'sql.js';
import { asStoreError } from '../packedError';
import type { ResultTable, RunResult } from '../protocol';
import type { SqlValue } from '../values';
import { SqliteError } from './sqliteError';
import { StatementCache } from './statementCache';

/** One database in sql.js, with its statements. Every method is synchronous and throws `StoreError`. */
export class Connection {
  readonly #database: SqlJsDatabase;
  readonly #statements: StatementCache;
  readonly #explain: (error: SqliteError) => Error;

  /** What an error of SQLite means may be known better by whoever reads and writes for it. */
  constructor(database: SqlJsDatabase, explain: (error: SqliteError) => Error = (error) => error.toStoreError()) {
    this.#database = database;
    this.#statements = new StatementCache(database);
    this.#explain = explain;
  }

  /** The rows of a statement; only the first when asked so. */
  query(sql: string, parameters: readonly SqlValue[] = [], first = false): ResultTable {
    return this.#use(sql, (statement) => {
      statement.bind([...parameters]);
      const rows: SqlValue[][] = [];
      while (statement.step()) {
        rows.push(statement.get());
        if (first) break;
      }
      return { columns: statement.getColumnNames(), rows };
    });
  }

  /** The first column of the first row; undefined without rows. */
  value(sql: string, parameters: readonly SqlValue[] = []): SqlValue | undefined {
    return this.query(sql, parameters, true).rows[0]?.[0];
  }

  /** Executes a statement once for each list of parameters. */
  run(sql: string, rows: readonly (readonly SqlValue[])[]): RunResult {
    const before = this.#counters();
    let changes = 0;
    this.#use(sql, (statement) => {
      for (const parameters of rows) {
        statement.bind([...parameters]);
        while (statement.step());
        statement.reset();
        changes += this.#database.getRowsModified();
      }
    });
    const after = this.#counters();
    // The number of changed rows keeps its value after a statement that changes none by nature, such as CREATE.
    return { lastID: after.lastId, changes: after.total === before.total ? 0 : changes };
  }

  /** Executes several statements that take no parameters. */
  execute(sql: string): void {
    try {
      this.#database.exec(sql);
    } catch (error) {
      throw this.#convert(error);
    }
  }

  /** A number that changes whenever a row or the schema does. */
  changeMark(): string {
    return `${this.#counters().total}/${String(this.value('PRAGMA schema_version'))}/${String(this.value('PRAGMA user_version'))}`;
  }

  /** The database as the bytes of a file. Must not be called inside a transaction. */
  bytes(): Uint8Array {
    try {
      return this.#database.export();
    } catch (error) {
      throw this.#convert(error);
    }
  }

  /** Frees the statements, which would keep the database open. */
  freeStatements(): void {
    this.#statements.clear();
  }

  /** Frees everything. */
  close(): void {
    this.freeStatements();
    this.#database.close();
  }

  #counters(): { readonly lastId: number; readonly total: number } {
    const statement = this.#statements.get('SELECT last_insert_rowid(), total_changes()');
    statement.step();
    const [lastId, total] = statement.get() as [number, number];
    statement.reset();
    return { lastId, total };
  }

  #use<T>(sql: string, action: (statement: Statement) => T): T {
    try {
      const statement = this.#statements.get(sql);
      try {
        return action(statement);
      } finally {
        // Also ends the statement's read, without which a commit or a schema change would be refused.
        statement.reset();
      }
    } catch (error) {
      throw this.#convert(error);
    }
  }

  #convert(error: unknown): Error {
    return error instanceof SqliteError ? this.#explain(error) : asStoreError(error);
  }
}
