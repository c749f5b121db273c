import { importFromSqlite } from './sqliteImports';
import {
  above,
  add,
  andLong,
  block,
  call,
  copyMemory,
  drop,
  encodeModule,
  equal,
  get,
  getGlobal,
  giveBack,
  int,
  ints,
  isLongZero,
  jump,
  jumpIf,
  less,
  loadByte,
  loadDouble,
  loadInt,
  loadLong,
  long,
  loop,
  notLess,
  orLong,
  set,
  shiftLeft,
  storeDouble,
  storeInt,
  subtract,
  toLong,
  TYPE,
  unequal,
  when,
  type Code,
  type WasmFunctionCode,
} from './wasmCode';

/** What SQLite says of a step, https://www.sqlite.org/rescode.html */
export const STEP = { noMemory: 7, row: 100, done: 101 } as const;

/** Types of values, https://www.sqlite.org/c3ref/c_blob.html */
export const VALUE = { integer: 1, float: 2, text: 3, blob: 4, null: 5 } as const;

/** Added to the type of a text or blob that lies where SQLite keeps it, until the statement goes on. */
export const IN_PLACE = 16;

/**
 * A value in memory takes so many bytes: its type (32 bits), the length of a text or blob (32 bits), and a number, or the
 * address of a text or blob. A parameter that is an integer is kept as one of 32 bits.
 */
export const CELL_SIZE = 16;

/** Before the rows: how much text there is, whether not all of it is ASCII, the address of the first column's name. */
export const HEADER_SIZE = 16;

/** What the module needs of SQLite. */
export const ROW_IMPORTS = importFromSqlite(
  'prepare_v2',
  'finalize',
  'reset',
  'clear_bindings',
  'step',
  'changes',
  'data_count',
  'column_count',
  'column_name',
  'column_type',
  'column_double',
  'column_text',
  'column_blob',
  'column_bytes',
  'bind_int',
  'bind_double',
  'bind_text',
  'bind_blob',
);

const { call: sqlite } = ROW_IMPORTS;

/** Where rows are put, and the texts in them. */
const GLOBALS = ['rows', 'rowsEnd', 'texts', 'textsEnd'] as const;

const global = (name: (typeof GLOBALS)[number]): Code => getGlobal(GLOBALS.indexOf(name));

/** Every function that is exported gives two numbers: see `RowFunctions`. */
const TWO = ints(2);

/** `end`: resets, so that the statement reads no longer, and forgets the parameters, whose memory is used again. */
const end: WasmFunctionCode = {
  takes: ints(1),
  gives: TWO,
  locals: [],
  body: [sqlite('reset', get(0)), sqlite('clear_bindings', get(0))],
};

/** `bind`: gives the parameters. (statement, cells, count) → (result code, 0). */
function bindCode(): WasmFunctionCode {
  const [statement, cell, count, number, code] = [0, 1, 2, 3, 4];
  const as = (type: number): Code => equal(loadInt(get(cell)), int(type));
  // SQLite shall not copy what is bound: it stays where it is until the statement ends.
  const bytes = (name: 'bind_text' | 'bind_blob'): Code =>
    set(code, sqlite(name, get(statement), get(number), loadInt(get(cell), 8), loadInt(get(cell), 4), int(0)));
  return {
    takes: ints(3),
    gives: TWO,
    locals: ints(2),
    body: [
      drop(sqlite('reset', get(statement))),
      drop(sqlite('clear_bindings', get(statement))),
      block(
        loop(
          jumpIf(1, notLess(get(number), get(count))),
          set(number, add(get(number), int(1))),
          when(as(VALUE.text), bytes('bind_text')),
          when(as(VALUE.blob), bytes('bind_blob')),
          when(as(VALUE.integer), set(code, sqlite('bind_int', get(statement), get(number), loadInt(get(cell), 8)))),
          when(
            as(VALUE.float),
            set(code, sqlite('bind_double', get(statement), get(number), loadDouble(get(cell), 8))),
          ),
          set(cell, add(get(cell), int(CELL_SIZE))),
          jumpIf(0, equal(get(code), int(0))),
        ),
      ),
      get(code),
      int(0),
    ],
  };
}

/** `run`: executes to the end. (statement, database, cells, count) → (result code, changed rows). */
function runCode(bind: number): WasmFunctionCode {
  const [statement, database, cells, count, code] = [0, 1, 2, 3, 4];
  return {
    takes: ints(4),
    gives: TWO,
    locals: ints(1),
    body: [
      drop(call(bind, get(statement), get(cells), get(count))),
      set(code),
      when(unequal(get(code), int(0)), giveBack(get(code), int(0))),
      loop(set(code, sqlite('step', get(statement))), jumpIf(0, equal(get(code), int(STEP.row)))),
      when(unequal(get(code), int(STEP.done)), giveBack(get(code), int(0))),
      drop(sqlite('reset', get(statement))),
      drop(sqlite('clear_bindings', get(statement))),
      get(code),
      sqlite('changes', get(database)),
    ],
  };
}

/**
 * `query`: begins with parameters, or goes on when their count is negative; gives as many rows as there is room for, or
 * as are wanted. (statement, cells, count, most) → (result code, rows). A row with a text for which there is no room
 * is the last.
 */
function queryCode(bind: number): WasmFunctionCode {
  const [statement, cells, count, most, rows, code, columns, column, type] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const [length, from, to, textEnd, out, isLast, bits] = [9, 10, 11, 12, 13, 14, 15];
  const seeBits = (...value: Code): Code => set(bits, orLong(get(bits), value));
  const copyText: Code = [
    copyMemory(get(to), get(from), get(length)),
    set(textEnd, add(get(to), get(length))),
    when(equal(get(type), int(VALUE.text)), [
      // Eight bytes at a time, then one by one: is there any that is not ASCII?
      block(
        loop(
          jumpIf(1, less(get(length), int(8))),
          seeBits(loadLong(get(to))),
          set(to, add(get(to), int(8))),
          set(length, subtract(get(length), int(8))),
          jump(0),
        ),
      ),
      block(
        loop(
          jumpIf(1, equal(get(to), get(textEnd))),
          seeBits(toLong(loadByte(get(to)))),
          set(to, add(get(to), int(1))),
          jump(0),
        ),
      ),
    ]),
    set(to, get(textEnd)),
  ];
  const leaveInPlace: Code = [
    storeInt(get(out), 0, add(get(type), int(IN_PLACE))),
    storeInt(get(out), 8, get(from)),
    set(isLast, int(1)),
  ];
  const textOrBlob: Code = [
    when(
      equal(get(type), int(VALUE.text)),
      [
        set(from, sqlite('column_text', get(statement), get(column))),
        when(equal(get(from), int(0)), giveBack(int(STEP.noMemory), int(0))),
      ],
      set(from, sqlite('column_blob', get(statement), get(column))),
    ),
    set(length, sqlite('column_bytes', get(statement), get(column))),
    storeInt(get(out), 4, get(length)),
    when(above(get(length), subtract(global('textsEnd'), get(to))), leaveInPlace, copyText),
  ];
  const oneColumn: Code = [
    set(type, sqlite('column_type', get(statement), get(column))),
    storeInt(get(out), 0, get(type)),
    when(
      less(get(type), int(VALUE.text)),
      storeDouble(get(out), 8, sqlite('column_double', get(statement), get(column))),
      when(less(get(type), int(VALUE.null)), textOrBlob),
    ),
    set(out, add(get(out), int(CELL_SIZE))),
    set(column, add(get(column), int(1))),
  ];
  return {
    takes: ints(4),
    gives: TWO,
    locals: [...ints(11), TYPE.i64],
    body: [
      when(notLess(get(count), int(0)), [
        drop(call(bind, get(statement), get(cells), get(count))),
        set(code),
        when(unequal(get(code), int(0)), giveBack(get(code), int(0))),
      ]),
      set(out, add(global('rows'), int(HEADER_SIZE))),
      set(to, global('texts')),
      block(
        loop(
          set(code, sqlite('step', get(statement))),
          jumpIf(1, unequal(get(code), int(STEP.row))),
          set(columns, sqlite('data_count', get(statement))),
          set(column, int(0)),
          block(loop(jumpIf(1, notLess(get(column), get(columns))), oneColumn, jump(0))),
          set(rows, add(get(rows), int(1))),
          jumpIf(1, get(isLast)),
          jumpIf(1, notLess(get(rows), get(most))),
          // The next row needs as much.
          jumpIf(0, notLess(subtract(global('rowsEnd'), get(out)), shiftLeft(get(columns), 4))),
        ),
      ),
      storeInt(global('rows'), 0, subtract(get(to), global('texts'))),
      storeInt(global('rows'), 4, [isLongZero(andLong(get(bits), long(-0x7f7f7f7f7f7f7f80n))), 0x45]),
      storeInt(global('rows'), 8, sqlite('column_name', get(statement), int(0))),
      when(equal(get(code), int(STEP.done)), [
        drop(sqlite('reset', get(statement))),
        drop(sqlite('clear_bindings', get(statement))),
      ]),
      get(code),
      get(rows),
    ],
  };
}

/** `prepare`: (database, sql, address for the statement, address for the rest of the text) → (result code, 0). */
const prepare: WasmFunctionCode = {
  takes: ints(4),
  gives: TWO,
  locals: [],
  body: [sqlite('prepare_v2', get(0), get(1), int(-1), get(2), get(3)), int(0)],
};

const finalize: WasmFunctionCode = {
  takes: ints(1),
  gives: TWO,
  locals: [],
  body: [sqlite('finalize', get(0)), int(0)],
};

/** `columnName`: (statement, number of the column) → (address of its name, count of columns). */
const columnName: WasmFunctionCode = {
  takes: ints(2),
  gives: TWO,
  locals: [],
  body: [sqlite('column_name', get(0), get(1)), sqlite('column_count', get(0))],
};

/** The module as bytes. */
export function encodeRowModule(): Uint8Array {
  const bind = ROW_IMPORTS.declared.length;
  return encodeModule({
    imports: ROW_IMPORTS.declared,
    globals: GLOBALS,
    functions: [
      { name: 'bind', ...bindCode() },
      { name: 'run', ...runCode(bind) },
      { name: 'query', ...queryCode(bind) },
      { name: 'end', ...end },
      { name: 'prepare', ...prepare },
      { name: 'finalize', ...finalize },
      { name: 'columnName', ...columnName },
    ],
  });
}
