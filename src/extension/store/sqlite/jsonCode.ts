import {
  above,
  add,
  block,
  equal,
  get,
  int,
  isZero,
  jump,
  jumpIf,
  loadByte,
  loop,
  or,
  set,
  subtract,
  when,
  type Code,
} from './wasmCode';

/** The address that a function gives back where a text is not usual JSON, so that SQLite's own has to look at it. */
export const UNUSUAL = 0;

/** The bit in which a small letter differs from a capital. */
const SMALL = 0x20;

/** The byte of a character of ASCII. */
export const ascii = (character: string): Code => int(character.charCodeAt(0));
/** Whether a byte is a character of ASCII. */
export const is = (byte: Code, character: string): Code => equal(byte, ascii(character));
/** Whether a byte is one of some characters of ASCII. */
export const isOneOf = (byte: Code, characters: string): Code =>
  Array.from(characters, (one) => is(byte, one)).reduce((one, other) => or(one, other));
/** Whether a byte is a digit. */
export const isDigit = (byte: Code): Code => above(int(10), subtract(byte, ascii('0')));
/** Whether a byte is a hexadecimal digit. */
export const isHexDigit = (byte: Code): Code =>
  or(isDigit(byte), above(int(6), subtract(or(byte, int(SMALL)), ascii('a'))));

/** The byte at the address in a local. */
export const byteAt = (at: number): Code => loadByte(get(at));
/** Moves the address in a local. */
export const advance = (at: number, by = 1): Code => set(at, add(get(at), int(by)));
/** Moves the address in a local to the first byte that is not such a one. */
export const skipWhile = (at: number, isSuch: (byte: Code) => Code): Code =>
  block(loop(jumpIf(1, isZero(isSuch(byteAt(at)))), advance(at), jump(0)));
/** Moves the address in a local behind white space. There seldom is any. */
export const skipSpace = (at: number): Code =>
  when(
    above(int(0x21), byteAt(at)),
    skipWhile(at, (byte) => isOneOf(byte, ' \n\t\r')),
  );
