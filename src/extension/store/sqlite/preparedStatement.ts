import type { SqlValue } from '../values';

/** A statement as `StatementCache` keeps it. The statements of sql.js are such too. */
export interface PreparedStatement {
  /** Resets it and gives its parameters. */
  bind(values: SqlValue[]): unknown;
  /** Goes to the next row; false when there is none. */
  step(): boolean;
  /** The row. */
  get(): SqlValue[];
  getColumnNames(): string[];
  reset(): unknown;
  free(): unknown;
}

/** A statement, and what stood behind it in the text: SQLite prepares only the first statement of several. */
export interface Preparation {
  readonly statement: PreparedStatement;
  readonly rest: string;
}

/** Prepares the first statement in a text. */
export type Prepare = (sql: string) => Preparation;
