import type { Connection } from '../sqlite/connection';

/** One step from a version of the database to the next. It runs in a transaction of its own. */
export interface Migration {
  /** The version that it leads to: one more than the one before it in the list. */
  readonly version: number;
  /** What it does, for the log. */
  readonly title: string;
  readonly up: (connection: Connection) => void;
}
