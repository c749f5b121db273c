import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import type { Connection } from './connection';

/**
 * What every connection needs before its first statement: foreign keys are off by default, and a database that came
 * from elsewhere may hold triggers, views and damaged pages. The file is written by us as a whole, so SQLite's own
 * journal and temporary files stay in memory.
 */
export function configure(connection: Connection): void {
  connection.execute(
    'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;' +
      'PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY',
  );
}

/**
 * Reads the whole structure of a database once.
 * @throws {StoreError} with reason `corrupt`
 */
export function checkIntegrity(connection: Connection, path: string): void {
  const found = connection.value('PRAGMA quick_check(1)');
  if (found === 'ok') return;
  throw new StoreError('corrupt', text('{0} is damaged. Restore a copy of it.', path), { cause: found });
}
