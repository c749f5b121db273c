import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { withLastingPlan } from './lastingPlan';
import type { Prepare, PreparedStatement } from './preparedStatement';

/** Prepared statements, the least recently used ones freed: sql.js keeps an unfreed statement's memory for ever. */
export class StatementCache {
  readonly #prepare: Prepare;
  readonly #capacity: number;
  /** In order of use, oldest first. */
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(prepare: Prepare, capacity = 64) {
    this.#prepare = prepare;
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
  get(sql: string): PreparedStatement {
    const known = this.#statements.get(sql);
    if (known) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const { statement, rest } = this.#prepare(withLastingPlan(sql));
    if (!isOnlyComment(rest)) {
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
