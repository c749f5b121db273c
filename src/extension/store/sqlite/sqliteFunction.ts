import type { SqlJsModule } from './sqlJs';

/** A function of SQLite that sql.js exports, by its name without the prefix. Throws where a build does not have it. */
export function sqliteFunction(module: SqlJsModule, name: string): unknown {
  const found = (module as unknown as Record<string, unknown>)[`_sqlite3_${name}`];
  if (typeof found !== 'function') throw new Error(`This build of sql.js has no function ${name}`);
  return found;
}
