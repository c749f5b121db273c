import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import type { Connection } from '../sqlite/connection';
import { APPLICATION_ID } from './0001SeedSchema';
import { migrations } from './list';

/** The version of the database that this version of the extension writes. */
export const latestVersion = migrations.length;

/** The columns by which a table of the original application is known. */
const ORIGINAL_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  blocks: ['id', 'title', 'content', 'tags', 'folder_path', 'created_at', 'updated_at'],
  payloads: ['id', 'name', 'temperature', 'response_length', 'llm_port', 'model_format', 'created_at', 'updated_at'],
  payload_blocks: ['payload_id', 'block_id', 'order_index'],
  workflows: ['id', 'name', 'created_at', 'updated_at'],
  workflow_payloads: ['workflow_id', 'payload_id', 'order_index'],
  runs: ['id', 'workflow_id', 'status', 'started_at', 'completed_at', 'metadata'],
  responses: ['id', 'run_id', 'payload_id', 'content', 'metadata', 'created_at'],
};

/**
 * The version of a database: 0 for an empty one and for one of the original application, which did not count.
 * @throws {StoreError} with reason `foreign` or `newer-version`
 */
export function checkVersion(connection: Connection, path: string): number {
  const application = Number(connection.value('PRAGMA application_id'));
  const version = Number(connection.value('PRAGMA user_version'));
  if (application === APPLICATION_ID) {
    if (version <= latestVersion && version >= 1) return version;
    throw new StoreError(
      'newer-version',
      text(
        '{0} was written by a newer version of LLM Orchestrator. Update the extension, or choose another file.',
        path,
      ),
    );
  }
  if (application === 0 && version === 0 && isOriginalOrEmpty(connection)) return 0;
  throw new StoreError(
    'foreign',
    text('{0} is a database of another program. Choose another file in the setting "Database Path".', path),
  );
}

/** Brings a database from a version to the newest, or to another one, each step in a transaction. */
export function migrate(connection: Connection, from: number, to = latestVersion): void {
  const steps = migrations.filter(({ version }) => version > from && version <= to);
  if (steps.length === 0) return;
  // Tables are rebuilt: a foreign key would take the rows of other tables along. It can only be set outside.
  connection.execute('PRAGMA foreign_keys = OFF');
  for (const { version, up } of steps) {
    connection.execute('BEGIN IMMEDIATE');
    try {
      up(connection);
      connection.execute(`PRAGMA user_version = ${version}`);
      connection.execute('COMMIT');
    } catch (error) {
      connection.execute('ROLLBACK');
      throw error;
    }
  }
  connection.execute('PRAGMA foreign_keys = ON');
}

function isOriginalOrEmpty(connection: Connection): boolean {
  const names = connection
    .query("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .rows.map(([name]) => String(name));
  const ours = names.filter((name) => Object.hasOwn(ORIGINAL_COLUMNS, name));
  return names.length === 0 || (ours.length > 0 && ours.every((name) => hasOriginalColumns(connection, name)));
}

function hasOriginalColumns(connection: Connection, table: string): boolean {
  const present = new Set(
    connection.query('SELECT name FROM pragma_table_info(?)', [table]).rows.map(([name]) => name),
  );
  return (ORIGINAL_COLUMNS[table] ?? []).every((column) => present.has(column));
}
