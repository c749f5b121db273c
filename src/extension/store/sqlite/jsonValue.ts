import { advance, ascii, byteAt, is, isDigit, skipSpace, UNUSUAL } from './jsonCode';
import {
  add,
  call,
  drop,
  equal,
  get,
  giveBack,
  int,
  ints,
  isZero,
  jump,
  loadInt,
  loop,
  notLess,
  or,
  set,
  subtract,
  unequal,
  when,
  type Code,
  type WasmFunctionCode,
} from './wasmCode';

/** The functions of the module by their numbers. */
export interface ValueParts {
  readonly string: number;
  readonly number: number;
  readonly segment: number;
  readonly isSame: number;
  readonly value: number;
}

/** How much greater the character of a closing bracket is than that of the opening one, in ASCII. */
const TO_CLOSING = 2;

/** `isSame`: (address, end, address of as many other bytes) → whether they are the same. */
export function isSameCode(): WasmFunctionCode {
  const [one, end, other] = [0, 1, 2];
  return {
    takes: ints(3),
    gives: ints(1),
    locals: [],
    body: [
      loop(
        when(notLess(get(one), get(end)), giveBack(int(1))),
        when(unequal(byteAt(one), byteAt(other)), giveBack(int(0))),
        advance(one),
        advance(other),
        jump(0),
      ),
      int(0),
    ],
  };
}

/**
 * `value`: (address, end of the text, rest of the path or 0, how many values may lie in one another) → (address behind
 * the value, address of the value that was sought or 0).
 *
 * Reads one value of JSON, https://www.rfc-editor.org/rfc/rfc8259, to its end, be it sought or not: where something is
 * wrong behind the sought one, SQLite refuses.
 */
export function valueCode({ string, number, segment, isSame, value }: ValueParts): WasmFunctionCode {
  const [at, end, path, depth, found, byte, isObject] = [0, 1, 2, 3, 4, 5, 6];
  const [name, nameEnd, rest, key, keyEnd, hasEscapes, memberPath, memberFound] = [7, 8, 9, 10, 11, 12, 13, 14];
  /** An index takes the place of the end where there is no name. */
  const index = nameEnd;
  const unusualIf = (condition: Code): Code => when(condition, giveBack(int(UNUSUAL), int(0)));
  const done = giveBack(get(at), get(found));
  const expect = (character: string): Code => [unusualIf(unequal(byteAt(at), ascii(character))), advance(at)];
  const readPath: Code = when(
    isZero(byteAt(path)),
    [set(found, get(at)), set(path, int(0))],
    [call(segment, get(path)), set(rest), set(nameEnd), set(name), unusualIf(isZero(get(rest)))],
  );
  /** The first member of a name is the one that is sought. */
  const descend: Code = [set(memberPath, get(rest)), set(path, int(0))];
  const lengthOf = (from: number, to: number): Code => subtract(get(to), get(from));
  const compareKey: Code = [
    unusualIf(get(hasEscapes)),
    when(
      equal(lengthOf(key, keyEnd), lengthOf(name, nameEnd)),
      when(call(isSame, get(key), get(keyEnd), get(name)), descend),
    ),
  ];
  const readKey: Code = [
    expect('"'),
    set(key, get(at)),
    call(string, get(at), get(end)),
    set(hasEscapes),
    set(at),
    unusualIf(isZero(get(at))),
    set(keyEnd, subtract(get(at), int(1))),
    when(get(path), when(get(name), compareKey)),
    skipSpace(at),
    expect(':'),
  ];
  const countElement: Code = when(
    get(path),
    when(isZero(get(name)), when(get(index), set(index, subtract(get(index), int(1))), descend)),
  );
  const members: Code = [
    unusualIf(isZero(get(depth))),
    set(isObject, is(get(byte), '{')),
    set(byte, add(get(byte), int(TO_CLOSING))),
    advance(at),
    skipSpace(at),
    when(equal(byteAt(at), get(byte)), [advance(at), done]),
    loop(
      set(memberPath, int(0)),
      when(get(isObject), readKey, countElement),
      call(value, get(at), get(end), get(memberPath), subtract(get(depth), int(1))),
      set(memberFound),
      set(at),
      unusualIf(isZero(get(at))),
      set(found, or(get(found), get(memberFound))),
      skipSpace(at),
      when(is(byteAt(at), ','), [advance(at), skipSpace(at), jump(1)]),
      unusualIf(unequal(byteAt(at), get(byte))),
      advance(at),
      done,
    ),
  ];
  /** A word whose last four characters are these. */
  const word = (last: string, length: number): Code =>
    when(equal(loadInt(get(at), length - 4), int(Buffer.from(last).readInt32LE())), [advance(at, length), done]);
  return {
    takes: ints(4),
    gives: ints(2),
    locals: ints(11),
    body: [
      skipSpace(at),
      when(get(path), readPath),
      set(byte, byteAt(at)),
      when(is(get(byte), '"'), [call(string, add(get(at), int(1)), get(end)), drop(), set(at), done]),
      when(or(is(get(byte), '-'), isDigit(get(byte))), [call(number, get(at)), drop(), set(at), done]),
      when(or(is(get(byte), '{'), is(get(byte), '[')), members),
      word('null', 4),
      word('true', 4),
      when(is(get(byte), 'f'), word('alse', 5)),
      int(UNUSUAL),
      int(0),
    ],
  };
}
