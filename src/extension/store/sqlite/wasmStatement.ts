import type { SqlValue } from '../values';
import type { Preparation, PreparedStatement } from './preparedStatement';
import type { SqlJsModule } from './sqlJs';
import type { WasmMemory } from './wasmMemory';

/** Results of sqlite3_step, https://www.sqlite.org/rescode.html */
const ROW = 100;
const DONE = 101;

/** Types of columns, https://www.sqlite.org/c3ref/c_blob.html */
const INTEGER = 1;
const FLOAT = 2;
const TEXT = 3;
const BLOB = 4;

/** SQLite shall not copy what is bound: it stays where it is until the statement is bound anew. */
const STATIC = 0;

/** Room for parameters that a statement keeps, in bytes. */
const KEPT_ROOM = 65_536;

/** The most bytes that a UTF-16 unit takes in UTF-8. */
const BYTES_PER_UNIT = 3;

/** What is needed to prepare statements of a database. */
export interface WasmDatabase {
  readonly module: SqlJsModule;
  readonly memory: WasmMemory;
  /** The address of `struct sqlite3`. */
  readonly handle: number;
  /** Throws what a result code means; does nothing for success. */
  check(code: number): void;
}

/**
 * Prepares a statement by SQLite's own functions, which sql.js exports. Its own statements copy text one character at a
 * time: these take a third of the time for a row.
 */
export function prepareInWasm(database: WasmDatabase, sql: string): Preparation {
  const { module, memory, handle } = database;
  const size = Buffer.byteLength(sql);
  // Two addresses that SQLite writes, then the text.
  const room = module._malloc(size + 9);
  try {
    memory.buffer.write(sql, room + 8);
    memory.bytes[room + 8 + size] = 0;
    database.check(module._sqlite3_prepare_v2(handle, room + 8, -1, room, room + 4));
    const rest = memory.text(memory.int(room + 4));
    const address = memory.int(room);
    if (address === 0) throw new Error('There is no statement in the text');
    return { statement: new WasmStatement(database, address), rest };
  } finally {
    module._free(room);
  }
}

class WasmStatement implements PreparedStatement {
  readonly #database: WasmDatabase;
  readonly #module: SqlJsModule;
  readonly #memory: WasmMemory;
  readonly #address: number;
  #columns: string[] | undefined;
  #room = 0;
  #roomSize = 0;

  constructor(database: WasmDatabase, address: number) {
    this.#database = database;
    this.#module = database.module;
    this.#memory = database.memory;
    this.#address = address;
  }

  bind(values: readonly SqlValue[]): void {
    this.reset();
    this.#makeRoom(values);
    let to = this.#room;
    for (const [index, value] of values.entries()) to += this.#bindOne(index + 1, value, to);
  }

  step(): boolean {
    const code = this.#module._sqlite3_step(this.#address);
    if (code === ROW) return true;
    if (code === DONE) return false;
    this.#database.check(code);
    return false;
  }

  get(): SqlValue[] {
    const module = this.#module;
    const row: SqlValue[] = [];
    const count = module._sqlite3_data_count(this.#address);
    for (let index = 0; index < count; index += 1) row.push(this.#column(index));
    return row;
  }

  getColumnNames(): string[] {
    const module = this.#module;
    const count = module._sqlite3_column_count(this.#address);
    // After a change of the schema SQLite prepares a statement anew, and `*` may be other columns.
    if (this.#columns?.length !== count) {
      this.#columns = Array.from({ length: count }, (_, index) =>
        this.#memory.text(module._sqlite3_column_name(this.#address, index)),
      );
    }
    return this.#columns;
  }

  reset(): void {
    this.#module._sqlite3_reset(this.#address);
  }

  free(): void {
    this.#module._sqlite3_finalize(this.#address);
    this.#freeRoom();
  }

  #column(index: number): SqlValue {
    const module = this.#module;
    switch (module._sqlite3_column_type(this.#address, index)) {
      case INTEGER:
      case FLOAT:
        return module._sqlite3_column_double(this.#address, index);
      case TEXT: {
        const from = module._sqlite3_column_text(this.#address, index);
        return this.#memory.slice(from, from + module._sqlite3_column_bytes(this.#address, index));
      }
      case BLOB: {
        const from = module._sqlite3_column_blob(this.#address, index);
        return this.#memory.bytes.slice(from, from + module._sqlite3_column_bytes(this.#address, index));
      }
      default:
        return null;
    }
  }

  /** Binds a parameter; how many bytes of the room it took. */
  #bindOne(number: number, value: SqlValue, to: number): number {
    const module = this.#module;
    const database = this.#database;
    if (typeof value === 'string') {
      const size = this.#memory.buffer.write(value, to);
      database.check(module._sqlite3_bind_text(this.#address, number, to, size, STATIC));
      return size;
    }
    if (typeof value === 'number') {
      const isInt = (value | 0) === value && !Object.is(value, -0);
      database.check(
        isInt
          ? module._sqlite3_bind_int(this.#address, number, value)
          : module._sqlite3_bind_double(this.#address, number, value),
      );
      return 0;
    }
    // What is not bound is NULL; it may have been bound before.
    if (value === null) {
      database.check(module._sqlite3_bind_blob(this.#address, number, 0, 0, STATIC));
      return 0;
    }
    this.#memory.bytes.set(value, to);
    database.check(module._sqlite3_bind_blob(this.#address, number, to, value.length, STATIC));
    return value.length;
  }

  #makeRoom(values: readonly SqlValue[]): void {
    // Even an empty value needs an address.
    let size = 1;
    for (const value of values) {
      if (typeof value === 'string') size += value.length * BYTES_PER_UNIT;
      else if (value instanceof Uint8Array) size += value.length;
    }
    if (size <= this.#roomSize && (this.#roomSize <= KEPT_ROOM || size > KEPT_ROOM)) return;
    this.#module._sqlite3_clear_bindings(this.#address);
    this.#freeRoom();
    this.#roomSize = Math.max(size, 1024);
    this.#room = this.#module._malloc(this.#roomSize);
    if (this.#room === 0) throw new Error('There is not enough memory for the parameters of a statement');
  }

  #freeRoom(): void {
    if (this.#room !== 0) this.#module._free(this.#room);
    this.#room = 0;
    this.#roomSize = 0;
  }
}
