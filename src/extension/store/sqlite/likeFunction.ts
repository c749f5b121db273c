import { encodeLikeModule, LIKE_ERRORS, LIKE_NEEDS } from './likeModule';
import type { SqlJsModule } from './sqlJs';
import { sqliteFunction } from './sqliteFunction';
import { wasmApi } from './wasmApi';
import type { WasmMemory, WasmParts } from './wasmMemory';

/** Text is UTF-8; the same arguments give the same; the schema may use it too. https://www.sqlite.org/c3ref/c_deterministic.html */
const FLAGS = 1 | 0x000000800 | 0x000200000;

/** Of two arguments, or of three with ESCAPE. */
const COUNTS = [2, 3];

type CreateFunction = (
  database: number,
  name: number,
  count: number,
  flags: number,
  data: number,
  run: number,
  step: number,
  final: number,
  destroy: number,
) => number;

/**
 * SQLite's operator LIKE, with the same results and several times as fast: the WebAssembly of sql.js goes through a text
 * byte by byte. SQLite calls it without JavaScript in between.
 */
export class LikeFunction {
  readonly #create: CreateFunction;
  readonly #name: number;
  readonly #address: number;

  /** Throws where this cannot be: SQLite's own function is as good but for its speed. */
  constructor(module: SqlJsModule, memory: WasmMemory, wasm: WasmParts) {
    this.#create = sqliteFunction(module, 'create_function_v2') as CreateFunction;
    const keep = (text: string): number => {
      const room = Buffer.byteLength(text) + 1;
      const address = module._malloc(room);
      if (address === 0) throw new Error('There is not enough memory for a function');
      memory.setText(address, text, room);
      return address;
    };
    const errors = Object.entries(LIKE_ERRORS).map(([name, text]) => [name, keep(text)] as const);
    this.#name = keep('like');
    const instance = new wasmApi.Instance(new wasmApi.Module(encodeLikeModule()), {
      m: { m: wasm.memory },
      f: Object.fromEntries(LIKE_NEEDS.map((name) => [name, sqliteFunction(module, name)])),
      g: Object.fromEntries(errors),
    });
    const { like } = instance.exports as { readonly like: (...values: number[]) => number };
    this.#address = module.addFunction(like, 'viii');
  }

  /** Puts it in the place of SQLite's own in one connection, whose address this is; the result code. */
  register(database: number): number {
    for (const count of COUNTS) {
      const code = this.#create(database, this.#name, count, FLAGS, 0, this.#address, 0, 0, 0);
      if (code !== 0) return code;
    }
    return 0;
  }
}
