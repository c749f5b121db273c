import type { Database as SqlJsDatabase } from 'sql.js';
import { asStoreError } from '../packedError';
import type { ResultTable, RunResult } from '../protocol';
import type { SqlValue } from '../values';
import type { Prepare, PreparedStatement } from './preparedStatement';
import { SqliteError } from './sqliteError';
import { prepareBySqlJs } from './sqlJsStatement';
import { StatementCache } from './statementCache';

/** SQLITE_READONLY, https://www.sqlite.org/rescode.html */
const READ_ONLY = 8;

/** Instructions of a program that change more than its transaction says. */
const WRITING: ReadonlySet<string> = new Set([
  'AutoCommit',
  'Savepoint',
  'SetCookie',
  'JournalMode',
  'Checkpoint',
  'Vacuum',
  'IncrVacuum',
]);

/** Of how many statements it is kept that they only read. */
const MOST_KNOWN = 1000;

/** One database in sql.js, with its statements. Every method is synchronous and throws `StoreError`. */
export class Connection {
  readonly #database: SqlJsDatabase;
  readonly #statements: StatementCache;
  /** Statements that are known to read only. */
  readonly #reading = new Set<string>();
  /** What SQLite counts since the database was opened; unknown after statements that may have changed something. */
  #totalChanges: number | undefined;
  readonly #explain: (error: SqliteError) => Error;

  /** What an error of SQLite means may be known better by whoever reads and writes for it. */
  constructor(
    database: SqlJsDatabase,
    explain: (error: SqliteError) => Error = (error) => error.toStoreError(),
    prepare: Prepare = prepareBySqlJs(database),
  ) {
    this.#database = database;
    this.#statements = new StatementCache(prepare);
    this.#explain = explain;
  }

  /** The rows of a statement; only the first when asked so. */
  query(sql: string, parameters: readonly SqlValue[] = [], first = false): ResultTable {
    this.#totalChanges = undefined;
    return this.#use(sql, (statement) => {
      const rows = statement.rows(parameters, first);
      return { columns: statement.columns(), rows };
    });
  }

  /**
   * The same, for statements that only read.
   * @throws {StoreError} with reason `read-only` for any other
   */
  read(sql: string, parameters: readonly SqlValue[] = [], first = false): ResultTable {
    if (!this.#reading.has(sql)) {
      if (this.#writes(sql)) throw new SqliteError('attempt to write', READ_ONLY).toStoreError();
      if (this.#reading.size >= MOST_KNOWN) this.#reading.clear();
      this.#reading.add(sql);
    }
    return this.query(sql, parameters, first);
  }

  /** Begins or ends a transaction. */
  control(sql: 'BEGIN IMMEDIATE' | 'COMMIT'): void {
    this.#use(sql, (statement) => statement.run([]));
  }

  /** The first column of the first row; undefined without rows. */
  value(sql: string, parameters: readonly SqlValue[] = []): SqlValue | undefined {
    return this.query(sql, parameters, true).rows[0]?.[0];
  }

  /** Executes a statement once for each list of parameters. */
  run(sql: string, rows: readonly (readonly SqlValue[])[]): RunResult {
    const before = this.#totalChanges ?? this.#counters().total;
    this.#totalChanges = undefined;
    let changes = 0;
    this.#use(sql, (statement) => {
      for (const parameters of rows) changes += statement.run(parameters);
    });
    const after = this.#counters();
    this.#totalChanges = after.total;
    // The number of changed rows keeps its value after a statement that changes none by nature, such as CREATE.
    return { lastID: after.lastId, changes: after.total === before ? 0 : changes };
  }

  /** Executes several statements that take no parameters. */
  execute(sql: string): void {
    this.#totalChanges = undefined;
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

  /** Whether a statement may write, by the program that SQLite makes of it, https://www.sqlite.org/opcode.html */
  #writes(sql: string): boolean {
    const words = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*explain\b/i.test(sql) ? sql : `EXPLAIN ${sql}`;
    return this.query(words).rows.some(
      ([, opcode, , p2]) => (opcode === 'Transaction' && p2 !== 0) || WRITING.has(String(opcode)),
    );
  }

  #counters(): { readonly lastId: number; readonly total: number } {
    const statement = this.#statements.get('SELECT last_insert_rowid(), total_changes()');
    const [row] = statement.rows([], false);
    return { lastId: Number(row?.[0]), total: Number(row?.[1]) };
  }

  #use<T>(sql: string, action: (statement: PreparedStatement) => T): T {
    try {
      return action(this.#statements.get(sql));
    } catch (error) {
      throw this.#convert(error);
    }
  }

  #convert(error: unknown): Error {
    return error instanceof SqliteError ? this.#explain(error) : asStoreError(error);
  }
}
