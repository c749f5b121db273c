import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseFaults } from '../../domain/ports/libraryCare';
import { StoreError } from '../../domain/ports/storeError';
import { isFullTextFault } from '../fullText';
import type { Connection } from '../sqlite/connection';
import type { CareContext } from './careContext';

/** How many faults are told of each thing that is looked at. */
const MOST = 20;

/**
 * Looks at every page, then at the indexes and references of one table after the other, and last at the index of words.
 * Others may read and write in between.
 */
export async function checkDatabase({ file, ready, signal, onProgress }: CareContext): Promise<DatabaseFaults> {
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
  const total = tables.length + 2;
  const found = new Set<string>();
  for (const fault of await look((connection) => faultsIn(connection, `quick_check(${MOST})`))) found.add(fault);
  for (const [index, table] of tables.entries()) {
    onProgress({ done: index + 1, total });
    const name = `"${table.replace(/"/g, '""')}"`;
    const faults = await look((connection) => [
      ...faultsIn(connection, `integrity_check(${name})`),
      ...faultsIn(connection, `foreign_key_check(${name})`),
    ]);
    for (const fault of faults) found.add(fault);
  }
  onProgress({ done: total - 1, total });
  for (const fault of await look((connection) => faultsIn(connection, 'integrity_check(blocks_full_text)')))
    found.add(fault);
  onProgress({ done: total, total });
  found.delete('ok');
  const faults = [...found].filter((fault) => !isFullTextFault(fault));
  return { faults, indexIsBroken: faults.length < found.size };
}

/** What a pragma that looks for faults tells; a fault may also keep it from looking on. */
function faultsIn(connection: Connection, pragma: string): readonly string[] {
  try {
    const { rows } = connection.query(`PRAGMA ${pragma}`);
    return rows.slice(0, MOST).map((row) => row.slice(0, 3).join(' '));
  } catch (error) {
    if (error instanceof StoreError && error.reason === 'corrupt') return [`${pragma}: ${error.message}`];
    throw error;
  }
}
