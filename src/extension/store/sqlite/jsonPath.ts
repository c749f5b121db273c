import { advance, ascii, byteAt, is, isDigit, isOneOf, skipWhile, UNUSUAL } from './jsonCode';
import {
  above,
  add,
  equal,
  get,
  giveBack,
  int,
  ints,
  isZero,
  loop,
  jumpIf,
  multiply,
  or,
  set,
  subtract,
  unequal,
  when,
  type Code,
  type WasmFunctionCode,
} from './wasmCode';

/** The most digits of an index that surely fit. */
const MOST_DIGITS = 9;

/**
 * `segment`: (address in a path) → (address of a name, address behind it, address of the rest of the path), or
 * (0, index, address of the rest). The path is one of https://www.sqlite.org/json1.html#path_arguments.
 *
 * A segment is `.name`, `."name"` or `[index]`. Others, and escapes in names, are unusual.
 */
export function segmentCode(): WasmFunctionCode {
  const [at, from, to, index] = [0, 1, 2, 3];
  const unusual = giveBack(int(0), int(0), int(UNUSUAL));
  const unusualIf = (condition: Code): Code => when(condition, unusual);
  const isNot = (byte: Code, characters: string): Code => isZero(or(isZero(byte), isOneOf(byte, characters)));
  const plainName: Code = [
    set(from, get(at)),
    skipWhile(at, (byte) => isNot(byte, '.["\\')),
    set(to, get(at)),
    unusualIf(equal(get(from), get(to))),
  ];
  const quotedName: Code = [
    advance(at),
    set(from, get(at)),
    skipWhile(at, (byte) => isNot(byte, '"\\')),
    set(to, get(at)),
    unusualIf(unequal(byteAt(at), ascii('"'))),
    advance(at),
  ];
  const digits: Code = [
    set(from, get(at)),
    unusualIf(isZero(isDigit(byteAt(at)))),
    loop(
      set(index, add(multiply(get(index), int(10)), subtract(byteAt(at), ascii('0')))),
      advance(at),
      jumpIf(0, isDigit(byteAt(at))),
    ),
    unusualIf(above(subtract(get(at), get(from)), int(MOST_DIGITS))),
    unusualIf(unequal(byteAt(at), ascii(']'))),
    advance(at),
  ];
  const atEnd = unusualIf(isNot(byteAt(at), '.['));
  return {
    takes: ints(1),
    gives: ints(3),
    locals: ints(3),
    body: [
      when(is(byteAt(at), '.'), [
        advance(at),
        when(is(byteAt(at), '"'), quotedName, plainName),
        atEnd,
        giveBack(get(from), get(to), get(at)),
      ]),
      when(is(byteAt(at), '['), [advance(at), digits, atEnd, giveBack(int(0), get(index), get(at))]),
      unusual,
    ],
  };
}
