import { readFile } from 'node:fs/promises';
import initSqlJs, { type Database as SqlJsDatabase, type SqlJsStatic } from 'sql.js';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { SqliteError } from './sqliteError';

/**
 * Loads sql.js. The wasm is read here rather than by sql.js, whose own failure to find it also raises an unhandled
 * rejection and can never be retried.
 * @throws {StoreError} with reason `failed` when the file is missing
 */
export async function loadSqlJs(wasmPath: string): Promise<SqlJsStatic> {
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
  // The old extension functions shadow SQLite's own and print warnings.
  const config = { wasmBinary: toArrayBuffer(wasm), useOldExtensionFunctions: false };
  return withTextDecoderThatKeepsMarks(() => initSqlJs(config));
}

/** Opens an in-memory database whose errors carry SQLite's result code, which sql.js drops. */
export function openInMemory(sqlJs: SqlJsStatic, bytes?: Uint8Array): SqlJsDatabase {
  const database = new sqlJs.Database(bytes);
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
