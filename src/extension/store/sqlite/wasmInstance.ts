import { wasmApi } from './wasmApi';
import type { WasmParts } from './wasmMemory';

/** What a module that `encodeModule` wrote is given. */
export interface ModuleImports {
  readonly functions: Readonly<Record<string, unknown>>;
  readonly numbers?: Readonly<Record<string, number>>;
}

/** Sets a compiled module to work on the memory of sql.js; what it exports. Throws where an import is missing or differs. */
export function instantiate(module: object, wasm: WasmParts, { functions, numbers = {} }: ModuleImports): object {
  return new wasmApi.Instance(module, { m: { m: wasm.memory }, f: functions, g: numbers }).exports;
}
