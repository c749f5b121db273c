import type { SqlJsModule } from './sqlJs';
import { wasmApi } from './wasmApi';
import { add, call, encodeModule, get, getGlobal, int, ints, loadInt, storeInt, type Signature } from './wasmCode';
import { instantiate } from './wasmInstance';
import type { WasmMemory, WasmParts } from './wasmMemory';

/** How SQLite calls a function of SQL: (context, count of arguments, arguments). */
const SIGNATURE: Signature = { takes: ints(3), gives: [] };

/** What is written down of calls, in bytes from the first: how many there were, and the number of the last function. */
const CALLS = { count: 0, last: 4, size: 8 };

/**
 * SQLite's own function behind one of SQL. No name leads to it, but SQLite calls it through a table, while it executes a
 * statement that does nothing else: all functions of the table with that signature are watched for this moment.
 * Throws where not exactly one call is seen.
 */
export function findOriginal(module: SqlJsModule, memory: WasmMemory, wasm: WasmParts, sql: string): unknown {
  const { table } = wasm;
  const calls = module._malloc(CALLS.size);
  const database = new module.Database();
  try {
    const statement = database.prepare(sql);
    const watched = watch(wasm, calls);
    memory.setInt(calls + CALLS.count, 0);
    try {
      for (const { index, watching } of watched) table.set(index, watching);
      statement.step();
    } finally {
      for (const { index, original } of watched) table.set(index, original);
    }
    const count = memory.int(calls + CALLS.count);
    if (count !== 1) throw new Error(`SQLite calls ${count} functions for ${sql}`);
    return table.get(memory.int(calls + CALLS.last));
  } finally {
    database.close();
    module._free(calls);
  }
}

interface WatchedFunction {
  readonly index: number;
  readonly original: unknown;
  /** Does the same, and writes it down. */
  readonly watching: unknown;
}

function watch(wasm: WasmParts, calls: number): readonly WatchedFunction[] {
  const module = new wasmApi.Module(encodeWatchModule());
  const watched: WatchedFunction[] = [];
  for (let index = 0; index < wasm.table.length; index += 1) {
    const original = wasm.table.get(index);
    if (typeof original !== 'function' || original.length !== SIGNATURE.takes.length) continue;
    try {
      const [watching] = Object.values(
        instantiate(module, wasm, { functions: { original }, numbers: { calls, index } }),
      ) as unknown[];
      watched.push({ index, original, watching });
    } catch {
      // It takes or gives something else, and is none that we seek.
    }
  }
  return watched;
}

/** A module that calls one function, and writes it down. */
function encodeWatchModule(): Uint8Array {
  const [calls, index] = [getGlobal(0), getGlobal(1)];
  return encodeModule({
    imports: [{ name: 'original', ...SIGNATURE }],
    globals: ['calls', 'index'],
    functions: [
      {
        name: 'watch',
        ...SIGNATURE,
        locals: [],
        body: [
          storeInt(calls, CALLS.count, add(loadInt(calls, CALLS.count), int(1))),
          storeInt(calls, CALLS.last, index),
          call(0, get(0), get(1), get(2)),
        ],
      },
    ],
  });
}
