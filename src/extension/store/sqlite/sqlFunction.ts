import type { SqlJsModule } from './sqlJs';
import { keepText } from './keepText';
import { sqliteFunction } from './sqliteFunction';
import type { WasmMemory } from './wasmMemory';

/** Text is UTF-8; the same arguments give the same; the schema may use it too. https://www.sqlite.org/c3ref/c_deterministic.html */
const FLAGS = 0x000000001 | 0x000000800 | 0x000200000;

/** What it gives may be more than text, such as JSON. */
const RESULT_SUBTYPE = 0x001000000;

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

/** How SQL knows a function, and what it does. */
export interface SqlFunctionParts {
  readonly name: string;
  /** How many arguments it can take. */
  readonly counts: readonly number[];
  readonly givesSubtype?: boolean;
  /** A function of WebAssembly: (context, count of arguments, arguments). */
  readonly run: (...values: number[]) => number;
}

/** A function of ours for SQL, in WebAssembly: SQLite calls it without JavaScript in between. */
export class SqlFunction {
  readonly #create: CreateFunction;
  readonly #name: number;
  readonly #counts: readonly number[];
  readonly #flags: number;
  readonly #address: number;

  /** Throws where this cannot be. */
  constructor(module: SqlJsModule, memory: WasmMemory, { name, counts, givesSubtype, run }: SqlFunctionParts) {
    this.#create = sqliteFunction(module, 'create_function_v2') as CreateFunction;
    this.#name = keepText(module, memory, name);
    this.#counts = counts;
    this.#flags = givesSubtype ? FLAGS | RESULT_SUBTYPE : FLAGS;
    this.#address = module.addFunction(run, 'viii');
  }

  /** Puts it in the place of SQLite's own in one connection, whose address this is; the result code. */
  register(database: number): number {
    for (const count of this.#counts) {
      const code = this.#create(database, this.#name, count, this.#flags, 0, this.#address, 0, 0, 0);
      if (code !== 0) return code;
    }
    return 0;
  }
}
