import type { SqlJsStatic } from 'sql.js';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { Connection } from '../sqlite/connection';
import { openInMemory } from '../sqlite/sqlJs';
import { migrate } from './migrate';

/** What a database can hold that does something by itself when it is written or read. */
const CODE = "SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY name";

/** How many of them are named. */
const MOST_NAMED = 3;

/**
 * Refuses a database with triggers or views that no migration has made: they could change or hide what is stored.
 * @throws {StoreError} with reason `foreign-code`
 */
export function refuseForeignCode(connection: Connection, version: number, path: string, sqlJs: SqlJsStatic): void {
  const found = connection.query(CODE).rows;
  if (found.length === 0) return;
  const own = ownCode(version, sqlJs);
  const foreign = found.filter(([name, sql]) => own.get(name) !== sql).map(([name]) => String(name));
  if (foreign.length === 0) return;
  throw new StoreError(
    'foreign-code',
    text(
      '{0} holds triggers or views that are not of LLM Orchestrator ({1}) and could change what you store. Open it for reading only, or choose another file.',
      path,
      foreign.slice(0, MOST_NAMED).join(', '),
    ),
  );
}

/** The triggers and views of a database of a version, by name. */
function ownCode(version: number, sqlJs: SqlJsStatic): ReadonlyMap<unknown, unknown> {
  const reference = new Connection(openInMemory(sqlJs));
  try {
    migrate(reference, 0, version);
    return new Map(reference.query(CODE).rows.map(([name, sql]) => [name, sql]));
  } finally {
    reference.close();
  }
}
