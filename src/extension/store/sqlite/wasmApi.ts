import type { WasmParts } from './wasmMemory';

/** The part of JavaScript's WebAssembly interface that is used here; TypeScript knows it only for browsers. */
interface WasmApi {
  compile(bytes: ArrayBuffer): Promise<object>;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => WasmInstance;
  readonly Memory: new () => WasmParts['memory'];
  readonly Table: new () => WasmParts['table'];
}

/** A module at work. */
export interface WasmInstance {
  readonly exports: object;
}

/** https://developer.mozilla.org/docs/WebAssembly/Reference/JavaScript_interface */
export const wasmApi = (globalThis as unknown as { readonly WebAssembly: WasmApi }).WebAssembly;
