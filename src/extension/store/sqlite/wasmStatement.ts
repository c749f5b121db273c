import type { SqlValue } from '../values';
import { decodeRows } from './decodeRows';
import type { Preparation, PreparedStatement } from './preparedStatement';
import type { RowAccess, TwoNumbers } from './rowAccess';
import { CELL_SIZE, STEP, VALUE } from './rowModule';

/** Where the row module leaves the address of the first column's name. */
const NAME_OFFSET = 8;

/** More rows than there ever are. */
const ALL = 0x7fffffff;

/** Goes on with what has begun. */
const GO_ON = -1;

/** The most bytes that a UTF-16 unit takes in UTF-8. */
const BYTES_PER_UNIT = 3;

/** What is needed to prepare statements of a database. */
export interface WasmDatabase {
  readonly access: RowAccess;
  /** The address of `struct sqlite3`. */
  readonly handle: number;
  /** Throws what a result code means; does nothing for success. */
  check(code: number): void;
}

/** Prepares a statement by SQLite's own functions. */
export function prepareInWasm(database: WasmDatabase, sql: string): Preparation {
  const { access, handle } = database;
  const { memory, functions } = access;
  const size = Buffer.byteLength(sql);
  // Two addresses that SQLite writes, then the text.
  const room = access.parameters(size + 9);
  memory.buffer.write(sql, room + 8);
  memory.bytes[room + 8 + size] = 0;
  const [code] = functions.prepare(handle, room + 8, room, room + 4);
  database.check(code);
  const rest = memory.text(memory.int(room + 4));
  const address = memory.int(room);
  access.tidy();
  if (address === 0) throw new Error('There is no statement in the text');
  return { statement: new WasmStatement(database, address), rest };
}

class WasmStatement implements PreparedStatement {
  readonly #database: WasmDatabase;
  readonly #address: number;
  #columns: readonly string[] = [];
  #firstName = 0;

  constructor(database: WasmDatabase, address: number) {
    this.#database = database;
    this.#address = address;
    this.#readColumns();
  }

  rows(parameters: readonly SqlValue[], first: boolean): SqlValue[][] {
    const { access } = this.#database;
    const rows: SqlValue[][] = [];
    const most = first ? 1 : ALL;
    const values = this.#encode(parameters);
    let isOver = false;
    try {
      let [code, count] = access.functions.query(this.#address, values, parameters.length, most);
      // After a change of the schema SQLite prepares a statement anew, and `*` may be other columns.
      if (access.memory.int(access.rows + NAME_OFFSET) !== this.#firstName) this.#readColumns();
      for (;;) {
        if (code !== STEP.row && code !== STEP.done) this.#database.check(code);
        decodeRows(access, count, this.#columns.length, rows);
        if (code === STEP.done || first) break;
        [code, count] = access.functions.query(this.#address, 0, GO_ON, most);
      }
      isOver = code === STEP.done;
      return rows;
    } finally {
      if (!isOver) this.#end();
      access.tidy();
    }
  }

  run(parameters: readonly SqlValue[]): number {
    const { access, handle } = this.#database;
    const values = this.#encode(parameters);
    const [code, changes] = access.functions.run(this.#address, handle, values, parameters.length);
    if (code === STEP.done) {
      access.tidy();
      return changes;
    }
    try {
      this.#database.check(code);
      throw new Error(`SQLite ended a statement with code ${code}`);
    } finally {
      this.#end();
      access.tidy();
    }
  }

  columns(): readonly string[] {
    return this.#columns;
  }

  free(): void {
    this.#database.access.functions.finalize(this.#address);
  }

  /** Resets it and takes the parameters away, whose memory is used for others. */
  #end(): TwoNumbers {
    return this.#database.access.functions.end(this.#address);
  }

  #readColumns(): void {
    const { functions, memory } = this.#database.access;
    const [first, count] = functions.columnName(this.#address, 0);
    this.#firstName = first;
    this.#columns = Array.from({ length: count }, (_, column) =>
      memory.text(functions.columnName(this.#address, column)[0]),
    );
  }

  /** Writes the parameters into memory; where they are. */
  #encode(parameters: readonly SqlValue[]): number {
    const { access } = this.#database;
    let size = parameters.length * CELL_SIZE + 1;
    for (const value of parameters) {
      if (typeof value === 'string') size += value.length * BYTES_PER_UNIT;
      else if (value instanceof Uint8Array) size += value.length;
    }
    const from = access.parameters(size);
    const { ints, doubles, bytes, buffer } = access.memory;
    let cell = from;
    let to = from + parameters.length * CELL_SIZE;
    for (const value of parameters) {
      let type: number = VALUE.null;
      let length = 0;
      if (typeof value === 'string') {
        type = VALUE.text;
        length = buffer.write(value, to);
      } else if (typeof value === 'number') {
        type = (value | 0) === value && !Object.is(value, -0) ? VALUE.integer : VALUE.float;
        if (type === VALUE.float) doubles[(cell + 8) >> 3] = value;
        else ints[(cell + 8) >> 2] = value;
      } else if (value !== null) {
        type = VALUE.blob;
        ({ length } = value);
        bytes.set(value, to);
      }
      ints[cell >> 2] = type;
      if (type === VALUE.text || type === VALUE.blob) {
        ints[(cell + 4) >> 2] = length;
        ints[(cell + 8) >> 2] = to;
        to += length;
      }
      cell += CELL_SIZE;
    }
    return from;
  }
}
