import { seedSchema } from './0001SeedSchema';
import { columns } from './0002Columns';
import { executions } from './0003Executions';
import { fullText } from './0004FullText';
import type { Migration } from './migration';

/** All migrations in order. A released one is never changed: add another. */
export const migrations: readonly Migration[] = [seedSchema, columns, executions, fullText];
