import { advance, ascii, byteAt, is, isOneOf, skipSpace } from './jsonCode';
import { segmentCode } from './jsonPath';
import { numberCode, stringCode } from './jsonScalars';
import { isSameCode, valueCode } from './jsonValue';
import { VALUE } from './rowModule';
import { importFromSqlite } from './sqliteImports';
import {
  above,
  add,
  addLong,
  and,
  call,
  encodeModule,
  equal,
  get,
  giveBack,
  int,
  ints,
  isZero,
  jumpIf,
  loadInt,
  long,
  loop,
  multiplyLong,
  set,
  subtract,
  subtractLong,
  toLong,
  TYPE,
  unequal,
  when,
  type Code,
  type WasmFunctionCode,
} from './wasmCode';

/** What the module needs of SQLite. */
export const JSON_IMPORTS = importFromSqlite(
  'value_type',
  'value_text',
  'value_bytes',
  'result_int',
  'result_int64',
  'result_text',
);

const { call: sqlite } = JSON_IMPORTS;

/** Tells SQLite to copy a text: SQLITE_TRANSIENT, https://www.sqlite.org/c3ref/c_static.html */
const TRANSIENT = -1;

/** How many values may lie in one another. SQLite itself goes deeper. */
const DEEPEST = 100;

/** The most bytes of a text. SQLite itself remembers what a longer one consists of, and soon has its values. */
const LONGEST = 4096;

/** The most digits of an integer that surely fit into 64 bits. */
const MOST_DIGITS = 18;

/** Numbers of functions. */
interface ExtractParts {
  readonly original: number;
  readonly string: number;
  readonly number: number;
  readonly value: number;
}

/**
 * `extract`: (context, count of arguments, arguments), as SQLite calls a function. The arguments are the text and the
 * path. It gives what is found if that is null, true, false, an integer or a string without escapes in usual JSON;
 * for everything else, and where something is wrong, it calls SQLite's own function.
 */
function extractCode({ original, string, number, value }: ExtractParts): WasmFunctionCode {
  const [context, count, values, type, text, end, path, found] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [byte, flag, isNegative, integer] = [8, 9, 10, 11];
  const argument = (index: number): Code => loadInt(get(values), 4 * index);
  const leaveIf = (condition: Code): Code =>
    when(condition, [call(original, get(context), get(count), get(values)), giveBack()]);
  const findValue: Code = [
    set(end, add(get(text), sqlite('value_bytes', argument(0)))),
    leaveIf(above(subtract(get(end), get(text)), int(LONGEST))),
    call(value, get(text), get(end), add(get(path), int(1)), int(DEEPEST)),
    set(found),
    set(text),
    leaveIf(isZero(get(text))),
    skipSpace(text),
    leaveIf(unequal(get(text), get(end))),
  ];
  const giveString: Code = [
    advance(found),
    call(string, get(found), get(end)),
    set(flag),
    set(end),
    leaveIf(get(flag)),
    sqlite('result_text', get(context), get(found), subtract(subtract(get(end), int(1)), get(found)), int(TRANSIENT)),
    giveBack(),
  ];
  const giveInteger: Code = [
    call(number, get(found)),
    set(flag),
    set(end),
    leaveIf(isZero(get(flag))),
    when(is(get(byte), '-'), [set(isNegative, int(1)), advance(found)]),
    leaveIf(and(get(isNegative), is(byteAt(found), '0'))),
    leaveIf(above(subtract(get(end), get(found)), int(MOST_DIGITS))),
    loop(
      set(integer, addLong(multiplyLong(get(integer), long(10n)), toLong(subtract(byteAt(found), ascii('0'))))),
      advance(found),
      jumpIf(0, unequal(get(found), get(end))),
    ),
    when(get(isNegative), set(integer, subtractLong(long(0n), get(integer)))),
    sqlite('result_int64', get(context), get(integer)),
  ];
  return {
    takes: ints(3),
    gives: [],
    locals: [...ints(8), TYPE.i64],
    body: [
      set(type, sqlite('value_type', argument(0))),
      when(equal(get(type), int(VALUE.null)), giveBack()),
      leaveIf(unequal(get(type), int(VALUE.text))),
      set(text, sqlite('value_text', argument(0))),
      leaveIf(isZero(get(text))),
      set(path, sqlite('value_text', argument(1))),
      leaveIf(isZero(get(path))),
      leaveIf(unequal(byteAt(path), ascii('$'))),
      findValue,
      // Nothing gives NULL.
      when(isZero(get(found)), giveBack()),
      set(byte, byteAt(found)),
      leaveIf(isOneOf(get(byte), '{[')),
      when(is(get(byte), 'n'), giveBack()),
      when(isOneOf(get(byte), 'tf'), [sqlite('result_int', get(context), is(get(byte), 't')), giveBack()]),
      when(is(get(byte), '"'), giveString),
      giveInteger,
    ],
  };
}

/** The module as bytes. It imports SQLite's own function as `original`. */
export function encodeJsonModule(): Uint8Array {
  const original = JSON_IMPORTS.declared.length;
  const first = original + 1;
  const [string, number, segment, isSame, value] = [first, first + 1, first + 2, first + 3, first + 4];
  return encodeModule({
    imports: [...JSON_IMPORTS.declared, { name: 'original', takes: ints(3), gives: [] }],
    globals: [],
    functions: [
      { name: 'string', ...stringCode() },
      { name: 'number', ...numberCode() },
      { name: 'segment', ...segmentCode() },
      { name: 'isSame', ...isSameCode() },
      { name: 'value', ...valueCode({ string, number, segment, isSame, value }) },
      { name: 'extract', ...extractCode({ original, string, number, value }) },
    ],
  });
}
