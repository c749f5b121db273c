import { makeJsonFunction } from './jsonFunction';
import { makeLikeFunction } from './likeFunction';
import type { SqlFunction } from './sqlFunction';
import type { SqlJsModule } from './sqlJs';
import type { WasmMemory, WasmParts } from './wasmMemory';

/** The functions of ours that take the place of SQLite's own. Where one cannot be made, SQLite's own has to do. */
export function makeOwnFunctions(module: SqlJsModule, memory: WasmMemory, wasm: WasmParts): readonly SqlFunction[] {
  return [makeLikeFunction, makeJsonFunction].flatMap((make) => {
    try {
      return [make(module, memory, wasm)];
    } catch {
      return [];
    }
  });
}
