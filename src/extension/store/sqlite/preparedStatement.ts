import type { SqlValue } from '../values';

/** A statement as `StatementCache` keeps it. Between the calls it reads nothing. */
export interface PreparedStatement {
  /** Executes it; the rows, or only the first. */
  rows(parameters: readonly SqlValue[], first: boolean): SqlValue[][];
  /** Executes it; how many rows it has changed, which keeps its value after a statement that changes none by nature. */
  run(parameters: readonly SqlValue[]): number;
  /** The names of the columns of the last rows. */
  columns(): readonly string[];
  free(): void;
}

/** A statement, and what stood behind it in the text: SQLite prepares only the first statement of several. */
export interface Preparation {
  readonly statement: PreparedStatement;
  readonly rest: string;
}

/** Prepares the first statement in a text. */
export type Prepare = (sql: string) => Preparation;
