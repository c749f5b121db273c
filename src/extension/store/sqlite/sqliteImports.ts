import type { SqlJsModule } from './sqlJs';
import { sqliteFunction } from './sqliteFunction';
import { call, ints, TYPE, type Code, type ImportedFunction, type Signature } from './wasmCode';

const { i32, i64, f64 } = TYPE;

/** SQLite's own functions that modules of ours call, https://www.sqlite.org/c3ref/funclist.html */
const SIGNATURES = {
  prepare_v2: { takes: ints(5), gives: [i32] },
  finalize: { takes: ints(1), gives: [i32] },
  reset: { takes: ints(1), gives: [i32] },
  clear_bindings: { takes: ints(1), gives: [i32] },
  step: { takes: ints(1), gives: [i32] },
  changes: { takes: ints(1), gives: [i32] },
  data_count: { takes: ints(1), gives: [i32] },
  column_count: { takes: ints(1), gives: [i32] },
  column_name: { takes: ints(2), gives: [i32] },
  column_type: { takes: ints(2), gives: [i32] },
  column_double: { takes: ints(2), gives: [f64] },
  column_text: { takes: ints(2), gives: [i32] },
  column_blob: { takes: ints(2), gives: [i32] },
  column_bytes: { takes: ints(2), gives: [i32] },
  bind_int: { takes: ints(3), gives: [i32] },
  bind_double: { takes: [i32, i32, f64], gives: [i32] },
  bind_text: { takes: ints(5), gives: [i32] },
  bind_blob: { takes: ints(5), gives: [i32] },
  value_type: { takes: ints(1), gives: [i32] },
  value_bytes: { takes: ints(1), gives: [i32] },
  value_text: { takes: ints(1), gives: [i32] },
  result_int: { takes: ints(2), gives: [] },
  result_int64: { takes: [i32, i64], gives: [] },
  result_text: { takes: ints(4), gives: [] },
  result_error: { takes: ints(3), gives: [] },
} satisfies Record<string, Signature>;

const signatureOf = (name: keyof typeof SIGNATURES): Signature => SIGNATURES[name];

/** Those of them that one module needs. */
export interface SqliteImports<Name extends string> {
  /** As the module declares them. */
  readonly declared: readonly ImportedFunction[];
  /** Calls one of them. They have to be the first that the module imports. */
  readonly call: (name: Name, ...values: Code) => Code;
  /** What is given to the module for them. Throws where a build of sql.js has not all. */
  readonly of: (module: SqlJsModule) => Readonly<Record<string, unknown>>;
}

/** Imports functions of SQLite into a module. */
export function importFromSqlite<Name extends keyof typeof SIGNATURES>(...names: readonly Name[]): SqliteImports<Name> {
  return {
    declared: names.map((name) => ({ name, ...signatureOf(name) })),
    call: (name, ...values) => call(names.indexOf(name), ...values),
    of: (module) => Object.fromEntries(names.map((name) => [name, sqliteFunction(module, name)])),
  };
}
