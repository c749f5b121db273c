import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { SqlValue } from '../../src/extension/store/values';
import { PRAGMAS, type Engine, type OpenEngine } from './engine';

const requireHere = createRequire(join(process.cwd(), 'bench/package.json'));

interface WasmStatement {
  run(values?: readonly SqlValue[]): unknown;
  all(values?: readonly SqlValue[]): readonly unknown[];
}

interface WasmModule {
  readonly Database: new (path: string) => {
    exec(sql: string): void;
    prepare(sql: string): WasmStatement;
    close(): void;
  };
}

interface NativeStatement {
  run(...values: readonly SqlValue[]): unknown;
  all(...values: readonly SqlValue[]): readonly unknown[];
  raw(): NativeStatement;
  readonly reader: boolean;
}

type NativeModule = new (path: string) => {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
};

/** https://www.npmjs.com/package/node-sqlite3-wasm */
export const openWasm: OpenEngine = (path) => {
  const { Database } = requireHere('node-sqlite3-wasm') as WasmModule;
  const database = new Database(path);
  const prepare = cached((sql) => database.prepare(sql));
  const engine = engineOf('node-sqlite3-wasm', {
    exec: (sql) => {
      database.exec(sql);
    },
    all: (sql, values) => prepare(sql).all(values),
    run: (sql, values) => prepare(sql).run(values),
    close: () => {
      database.close();
    },
  });
  return Promise.resolve(engine);
};

/** https://www.npmjs.com/package/better-sqlite3 */
export const openNative: OpenEngine = (path) => {
  const Database = requireHere('better-sqlite3') as NativeModule;
  const database = new Database(path);
  const prepare = cached((sql) => {
    const statement = database.prepare(sql);
    // Rows as arrays, as ours are.
    return statement.reader ? statement.raw() : statement;
  });
  const engine = engineOf('better-sqlite3', {
    exec: (sql) => {
      database.exec(sql);
    },
    all: (sql, values) => prepare(sql).all(...values),
    run: (sql, values) => prepare(sql).run(...values),
    close: () => {
      database.close();
    },
  });
  return Promise.resolve(engine);
};

/** Those that are installed. */
export function installedReferences(): readonly OpenEngine[] {
  const candidates = [
    ['node-sqlite3-wasm', openWasm],
    ['better-sqlite3', openNative],
  ] as const;
  return candidates.flatMap(([name, open]) => {
    try {
      requireHere(name);
      return [open];
    } catch {
      console.error(`${name} is not installed or cannot be built: left out.`);
      return [];
    }
  });
}

function engineOf(
  name: string,
  parts: {
    exec(sql: string): void;
    all(sql: string, values: readonly SqlValue[]): readonly unknown[];
    run(sql: string, values: readonly SqlValue[]): unknown;
    close(): void;
  },
): Engine {
  parts.exec(PRAGMAS);
  return {
    name,
    execute: (sql) => {
      parts.exec(sql);
      return Promise.resolve();
    },
    query: (sql, values = []) => parts.all(sql, values),
    transaction: (sql, rows) => {
      parts.run('BEGIN IMMEDIATE', []);
      for (const row of rows) parts.run(sql, row);
      parts.run('COMMIT', []);
      return Promise.resolve();
    },
    close: () => {
      parts.close();
    },
  };
}

function cached<T>(prepare: (sql: string) => T): (sql: string) => T {
  const statements = new Map<string, T>();
  return (sql) => {
    const known = statements.get(sql) ?? prepare(sql);
    statements.set(sql, known);
    return known;
  };
}
