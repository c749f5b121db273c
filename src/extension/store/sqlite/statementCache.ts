import type { Database as SqlJsDatabase, Statement } from 'sql.js';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';

/** Prepared statements, the least recently used ones freed: sql.js keeps an unfreed statement's memory for ever. */
export class StatementCache {
  readonly #database: SqlJsDatabase;
  readonly #capacity: number;
  /** In order of use, oldest first. */
  readonly #statements = new Map<string, Statement>();

  constructor(database: SqlJsDatabase, capacity = 64) {
    this.#database = database;
    this.#capacity = capacity;
  }

  /** How many are kept. */
  get size(): number {
    return this.#statements.size;
  }

  /**
   * The statement for that text, reset.
   * @throws {StoreError} when the text holds more than one statement, of which SQLite would execute only the first
   */
  get(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    if (!isOnlyComment(sql.slice(statement.getSQL().length))) {
      statement.free();
      throw new StoreError('failed', text('Only one statement can be executed at a time: {0}', sql));
    }
    this.#statements.set(sql, statement);
    this.#evict();
    return statement;
  }

  /** Frees all. */
  clear(): void {
    for (const statement of this.#statements.values()) statement.free();
    this.#statements.clear();
  }

  #evict(): void {
    for (const [sql, statement] of this.#statements) {
      if (this.#statements.size <= this.#capacity) return;
      statement.free();
      this.#statements.delete(sql);
    }
  }
}

/** True for what may follow a statement: white space, semicolons and comments. */
function isOnlyComment(rest: string): boolean {
  return rest.replace(/--[^\n]*|\/\*[\s\S]*?(\*\/|$)/g, '').replace(/[\s;]/g, '') === '';
}
