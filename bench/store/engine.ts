import type { SqlValue } from '../../src/extension/store/values';

/** A row as a reference gives it back. */
export type Rows = readonly unknown[];

/** One way to a database file, open. Statements are prepared once and kept. */
export interface Engine {
  readonly name: string;
  /** Executes statements without parameters. */
  execute(sql: string): Promise<void>;
  query(sql: string, parameters?: readonly SqlValue[]): Rows;
  /** One durable transaction that executes a statement for each list of parameters. */
  transaction(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void>;
  close(): void;
}

/** Opens a file, or undefined where the engine is not installed. */
export type OpenEngine = (path: string) => Promise<Engine>;

/** What every reference is told: the same durability and the same room as ours. */
export const PRAGMAS =
  'PRAGMA journal_mode = PERSIST; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384';
