import { encodeRowModule, HEADER_SIZE, ROW_IMPORTS } from './rowModule';
import type { SqlJsModule } from './sqlJs';
import { wasmApi } from './wasmApi';
import { instantiate } from './wasmInstance';
import type { WasmMemory, WasmParts } from './wasmMemory';

/** How much room there is for the values of rows, in bytes: more than the 2,000 columns take that a row may have. */
const ROWS_ROOM = 65_536;

/** How much for the texts and blobs in them. Longer ones stay where they are. */
const TEXTS_ROOM = 196_608;

/** How much for parameters, in bytes: what is kept, and above what it is given back. */
const FIRST_ROOM = 16_384;
const KEPT_ROOM = 1_048_576;

/** A result code of SQLite, or another number, and a second number. */
export type TwoNumbers = readonly [number, number];

/**
 * SQLite's statements, several calls in one: going from JavaScript to WebAssembly for each column of each row takes most
 * of the time. Each gives two numbers on purpose: V8 compiles calls of functions with at most one result into the
 * JavaScript around them, and what Node.js 20 makes of that has read memory it must not (test/crash/statements.test.ts).
 */
export interface RowFunctions {
  prepare(database: number, sql: number, outStatement: number, outRest: number): TwoNumbers;
  finalize(statement: number): TwoNumbers;
  /** Begins with so many parameters, or goes on (-1). A code and how many rows have been put into `rows`. */
  query(statement: number, parameters: number, count: number, most: number): TwoNumbers;
  /** Executes to the end. A code and how many rows have changed. */
  run(statement: number, database: number, parameters: number, count: number): TwoNumbers;
  /** Ends what `query` began and did not finish, or what failed. */
  end(statement: number): TwoNumbers;
  /** The address of a column's name, and how many columns there are. */
  columnName(statement: number, column: number): TwoNumbers;
}

/** The functions, and the memory in which they take and give. One for all statements: none waits for another. */
export class RowAccess {
  readonly functions: RowFunctions;
  readonly memory: WasmMemory;
  /** The address of the header and the rows behind it. */
  readonly rows: number;
  /** The address of the texts of the rows. */
  readonly texts: number;
  readonly #module: SqlJsModule;
  #parameters = 0;
  #room = 0;

  /** Throws where a build of sql.js has not all the functions. */
  constructor(module: SqlJsModule, memory: WasmMemory, wasm: WasmParts) {
    this.#module = module;
    this.memory = memory;
    this.rows = this.#allocate(HEADER_SIZE + ROWS_ROOM + TEXTS_ROOM);
    this.texts = this.rows + HEADER_SIZE + ROWS_ROOM;
    this.functions = instantiate(new wasmApi.Module(encodeRowModule()), wasm, {
      functions: ROW_IMPORTS.of(module),
      numbers: { rows: this.rows, rowsEnd: this.texts, texts: this.texts, textsEnd: this.texts + TEXTS_ROOM },
    }) as RowFunctions;
  }

  /** The address of so many bytes for what a statement is given. What was there before is gone. */
  parameters(size: number): number {
    if (size > this.#room) {
      this.#free();
      this.#parameters = this.#allocate(Math.max(size, FIRST_ROOM));
      this.#room = Math.max(size, FIRST_ROOM);
    }
    return this.#parameters;
  }

  /** Gives back what an unusually large statement needed. */
  tidy(): void {
    if (this.#room > KEPT_ROOM) this.#free();
  }

  #free(): void {
    if (this.#parameters !== 0) this.#module._free(this.#parameters);
    this.#parameters = 0;
    this.#room = 0;
  }

  #allocate(size: number): number {
    const address = this.#module._malloc(size);
    if (address === 0) throw new Error('There is not enough memory for the values of a statement');
    return address;
  }
}
