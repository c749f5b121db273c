import { advance, ascii, byteAt, is, isDigit, isHexDigit, isOneOf, skipWhile, UNUSUAL } from './jsonCode';
import { chunks, skipBytes } from './skipBytes';
import {
  above,
  and,
  equalBytes,
  get,
  giveBack,
  int,
  ints,
  isZero,
  jump,
  jumpIf,
  lessBytes,
  loop,
  orBytes,
  set,
  spread,
  unequal,
  when,
  type Code,
  type WasmFunctionCode,
} from './wasmCode';

/** `string`: (address behind the opening quote, end of the text) → (address behind the closing one, whether there are escapes). */
export function stringCode(): WasmFunctionCode {
  const [at, end, hasEscapes, byte, hits, chunk, quotes, backslashes, spaces] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const unusual = giveBack(int(UNUSUAL), int(0));
  const read: Code = [set(byte, byteAt(at)), advance(at)];
  const isOrdinary = and(
    above(get(byte), int(0x1f)),
    and(unequal(get(byte), ascii('"')), unequal(get(byte), ascii('\\'))),
  );
  const skipOrdinary = skipBytes({
    at,
    end: get(end),
    chunk,
    hits,
    bits: orBytes(
      orBytes(equalBytes(get(chunk), get(quotes)), equalBytes(get(chunk), get(backslashes))),
      lessBytes(get(chunk), get(spaces)),
    ),
  });
  const readHexDigit: Code = [read, when(isZero(isHexDigit(get(byte))), unusual)];
  return {
    takes: ints(2),
    gives: ints(2),
    locals: [...ints(3), ...chunks(4)],
    body: [
      set(quotes, spread(ascii('"'))),
      set(backslashes, spread(ascii('\\'))),
      set(spaces, spread(ascii(' '))),
      loop(
        skipOrdinary,
        read,
        jumpIf(0, isOrdinary),
        when(is(get(byte), '"'), giveBack(get(at), get(hasEscapes))),
        when(unequal(get(byte), ascii('\\')), unusual),
        set(hasEscapes, int(1)),
        read,
        jumpIf(0, isOneOf(get(byte), '"\\/bfnrt')),
        when(unequal(get(byte), ascii('u')), unusual),
        Array.from({ length: 4 }, () => readHexDigit),
        jump(0),
      ),
      unusual,
    ],
  };
}

/** `number`: (address) → (address behind it, whether it is an integer). */
export function numberCode(): WasmFunctionCode {
  const [at, isInteger] = [0, 1];
  const skipDigits: Code = [when(isZero(isDigit(byteAt(at))), giveBack(int(UNUSUAL), int(0))), skipWhile(at, isDigit)];
  return {
    takes: ints(1),
    gives: ints(2),
    locals: ints(1),
    body: [
      set(isInteger, int(1)),
      when(is(byteAt(at), '-'), advance(at)),
      when(is(byteAt(at), '0'), advance(at), skipDigits),
      when(is(byteAt(at), '.'), [set(isInteger, int(0)), advance(at), skipDigits]),
      when(isOneOf(byteAt(at), 'eE'), [
        set(isInteger, int(0)),
        advance(at),
        when(isOneOf(byteAt(at), '+-'), advance(at)),
        skipDigits,
      ]),
      get(at),
      get(isInteger),
    ],
  };
}
