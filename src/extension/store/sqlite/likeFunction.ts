import { keepText } from './keepText';
import { encodeLikeModule, LIKE_ERRORS, LIKE_IMPORTS } from './likeModule';
import { SqlFunction, type SqlFunctionParts } from './sqlFunction';
import type { SqlJsModule } from './sqlJs';
import { wasmApi } from './wasmApi';
import { instantiate } from './wasmInstance';
import type { WasmMemory, WasmParts } from './wasmMemory';

/**
 * SQLite's operator LIKE, with the same results and several times as fast: the WebAssembly of sql.js goes through a text
 * byte by byte. Throws where this cannot be: SQLite's own function is as good but for its speed.
 */
export function makeLikeFunction(module: SqlJsModule, memory: WasmMemory, wasm: WasmParts): SqlFunction {
  const errors = Object.entries(LIKE_ERRORS).map(([name, text]) => [name, keepText(module, memory, text)] as const);
  const { like } = instantiate(new wasmApi.Module(encodeLikeModule()), wasm, {
    functions: LIKE_IMPORTS.of(module),
    numbers: Object.fromEntries(errors),
  }) as { readonly like: SqlFunctionParts['run'] };
  // With two arguments, or with three where there is an ESCAPE.
  return new SqlFunction(module, memory, { name: 'like', counts: [2, 3], run: like });
}
