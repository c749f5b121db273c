import { readFile } from 'node:fs/promises';
import initSqlJs, { type Database as SqlJsDatabase, type SqlJsStatic } from 'sql.js';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { SqliteError } from './sqliteError';
import { wasmApi, type WasmInstance } from './wasmApi';
import type { WasmParts } from './wasmMemory';

/** What sql.js offers besides what its documentation names: Emscripten's functions, which every build of it exports. */
export interface SqlJsModule extends SqlJsStatic {
  /** Makes a JavaScript function callable for SQLite; its address. The signature names the result's type first. */
  addFunction(callback: (...values: number[]) => number, signature: string): number;
  _malloc(size: number): number;
  _free(address: number): void;
}

/** sql.js, and the parts of its WebAssembly instance where they could be had. */
export interface LoadedSqlJs {
  readonly sqlJs: SqlJsModule;
  readonly wasm: WasmParts | undefined;
}

/**
 * Loads sql.js. The wasm is read here rather than by sql.js, whose own failure to find it also raises an unhandled
 * rejection and can never be retried.
 * @throws {StoreError} with reason `failed` when the file is missing
 */
export async function loadSqlJs(wasmPath: string): Promise<LoadedSqlJs> {
  let wasm: Buffer;
  try {
    wasm = await readFile(wasmPath);
  } catch (cause) {
    throw new StoreError(
      'failed',
      text('The installation is damaged: {0} is missing. Install the extension again.', wasmPath),
      {
        cause,
      },
    );
  }
  const compiled = await wasmApi.compile(toArrayBuffer(wasm));
  let parts: WasmParts | undefined;
  const config = {
    // The old extension functions shadow SQLite's own and print warnings.
    useOldExtensionFunctions: false,
    // A documented hook of Emscripten, https://emscripten.org/docs/api_reference/module.html
    instantiateWasm(imports: object, done: (instance: WasmInstance) => void): object {
      const instance = new wasmApi.Instance(compiled, imports);
      parts = partsOf(instance.exports);
      done(instance);
      return {};
    },
  };
  const sqlJs = await withTextDecoderThatKeepsMarks(() => initSqlJs(config));
  return { sqlJs: sqlJs as SqlJsModule, wasm: parts };
}

/** Found by their type: their names differ from build to build. */
function partsOf(exports: object): WasmParts | undefined {
  const values: unknown[] = Object.values(exports);
  const memory = values.find((value) => value instanceof wasmApi.Memory);
  const table = values.find((value) => value instanceof wasmApi.Table);
  return memory && table ? { memory, table } : undefined;
}

/** Opens an in-memory database. */
export function openInMemory(sqlJs: SqlJsStatic, bytes?: Uint8Array): SqlJsDatabase {
  return withErrorCodes(new sqlJs.Database(bytes));
}

/** Makes the errors of a database carry SQLite's result code, which sql.js drops. */
export function withErrorCodes(database: SqlJsDatabase): SqlJsDatabase {
  const handle = database.handleError.bind(database) as (code: number) => null;
  Object.assign(database, {
    handleError(code: number): null {
      try {
        return handle(code);
      } catch (error) {
        throw new SqliteError(error instanceof Error ? error.message : String(error), code);
      }
    },
  });
  return database;
}

/**
 * sql.js decodes text with a decoder that drops a leading byte order mark, so that a text would come back shorter than
 * it was stored. It makes that decoder while it starts; for this moment it finds one that keeps the mark.
 */
function withTextDecoderThatKeepsMarks<T>(start: () => T): T {
  const original = globalThis.TextDecoder;
  globalThis.TextDecoder = class extends original {
    constructor() {
      super('utf-8', { ignoreBOM: true });
    }
  };
  try {
    return start();
  } finally {
    globalThis.TextDecoder = original;
  }
}

function toArrayBuffer(buffer: Buffer): ArrayBuffer {
  const bytes = new ArrayBuffer(buffer.byteLength);
  new Uint8Array(bytes).set(buffer);
  return bytes;
}
