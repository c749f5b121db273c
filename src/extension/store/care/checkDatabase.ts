import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../sqlite/connection';
import type { CareContext } from './careContext';

/** How many faults are told of each thing that is looked at. */
const MOST = 20;

/**
 * Looks at every page, then at the indexes and references of one table after the other. What is wrong, in SQLite's
 * words; others may read and write in between.
 */
export async function checkDatabase({ file, ready, signal, onProgress }: CareContext): Promise<readonly string[]> {
  const look = async <T>(action: (connection: Connection) => T): Promise<T> => {
    await nextTurn();
    await ready();
    signal.throwIfAborted();
    return action(file.reader());
  };
  const tables = await look((connection) =>
    connection
      .query("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
      .rows.map(([name]) => String(name)),
  );
  const total = tables.length + 1;
  const found = new Set<string>();
  for (const [row] of await look((connection) => connection.query(`PRAGMA quick_check(${MOST})`).rows)) {
    found.add(String(row));
  }
  for (const [index, table] of tables.entries()) {
    onProgress({ done: index + 1, total });
    const name = `"${table.replace(/"/g, '""')}"`;
    const faults = await look((connection) => [
      ...connection
        .query(`PRAGMA integrity_check(${name})`)
        .rows.slice(0, MOST)
        .map(([row]) => String(row)),
      ...connection
        .query(`PRAGMA foreign_key_check(${name})`)
        .rows.slice(0, MOST)
        .map(([from, row, to]) => `${String(from)} ${String(row)}: ${String(to)}`),
    ]);
    for (const fault of faults) found.add(fault);
  }
  onProgress({ done: total, total });
  found.delete('ok');
  return [...found];
}
