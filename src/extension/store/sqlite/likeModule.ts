import { CHUNK, chunks, skipBytes } from './skipBytes';
import { importFromSqlite } from './sqliteImports';
import {
  above,
  add,
  and,
  andBytes,
  block,
  call,
  encodeModule,
  equal,
  equalBytes,
  get,
  getGlobal,
  giveBack,
  int,
  ints,
  isZero,
  jump,
  jumpIf,
  loadByte,
  loadBytes,
  loadInt,
  loop,
  notLess,
  or,
  orBytes,
  set,
  shiftLeft,
  spread,
  subtract,
  unequal,
  when,
  type Code,
  type WasmFunctionCode,
} from './wasmCode';

/** What the module needs of SQLite. */
export const LIKE_IMPORTS = importFromSqlite('value_bytes', 'value_text', 'result_int', 'result_error');

const { call: sqlite } = LIKE_IMPORTS;

/** The sentences in which SQLite's own function refuses. They are imported as addresses. */
export const LIKE_ERRORS = {
  tooLong: 'LIKE or GLOB pattern too complex',
  notOneCharacter: 'ESCAPE expression must be a single character',
} as const;

const ERRORS = Object.keys(LIKE_ERRORS) as readonly (keyof typeof LIKE_ERRORS)[];

/** The most bytes of a pattern: SQLITE_MAX_LIKE_PATTERN_LENGTH, https://www.sqlite.org/limits.html */
const LONGEST_PATTERN = 50_000;

const NOT_ASCII = 0x80;

/** The bit in which a small letter differs from a capital. */
const SMALL = 0x20;

/** Whether a character is a letter of ASCII. */
const isLetter = (character: Code): Code => above(int(26), subtract(or(character, int(SMALL)), int(0x61)));

/** The bit that makes a letter a small one; none for other characters. */
const caseBit = (character: Code): Code => shiftLeft(isLetter(character), 5);

/**
 * `rest`: (byte, address behind it) → (character, address behind that), for a byte that is not ASCII, as SQLite reads
 * what is not well-formed: bytes that continue are taken as long as there are any, and what cannot be is U+FFFD.
 */
function restCode(): WasmFunctionCode {
  const [character, at, byte] = [0, 1, 2];
  const keep = (from: number, bits: number): Code =>
    when(notLess(get(byte), int(from)), set(character, and(get(byte), int(bits))));
  const isOutside = above(int(NOT_ASCII), get(character));
  const isSurrogate = equal(and(get(character), int(-0x800)), int(0xd800));
  return {
    takes: ints(2),
    gives: ints(2),
    locals: ints(1),
    body: [
      when(above(int(0xc0), get(character)), giveBack(get(character), get(at))),
      set(byte, get(character)),
      keep(0xc0, 0x1f),
      keep(0xe0, 0x0f),
      keep(0xf0, 0x07),
      keep(0xf8, 0x03),
      keep(0xfc, 0x01),
      keep(0xfe, 0x00),
      block(
        loop(
          set(byte, loadByte(get(at))),
          jumpIf(1, unequal(and(get(byte), int(0xc0)), int(0x80))),
          set(character, add(shiftLeft(get(character), 6), and(get(byte), int(0x3f)))),
          set(at, add(get(at), int(1))),
          jump(0),
        ),
      ),
      when(or(isOutside, isSurrogate), set(character, int(0xfffd))),
      get(character),
      get(at),
    ],
  };
}

/**
 * `like`: (context, count of arguments, arguments), as SQLite calls a function. The arguments are the pattern, the text,
 * and perhaps the character that takes the meaning from the one behind it.
 *
 * After a `%` the text is searched for the character behind it. Where the rest does not match, the search goes on; where
 * the rest has another `%`, all before that is settled, so that there is never more than one place to go back to.
 */
function likeCode(rest: number): WasmFunctionCode {
  const [context, count, values, pattern, text, end, all, one, escape] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const [wanted, found, isEscaped, behindAll, resume, sought] = [9, 10, 11, 12, 13, 14];
  const [soughtCase, soughtSmall, hits] = [15, 16, 17];
  const [zeros, chunk, first, firstCase, second, secondCase] = [18, 19, 20, 21, 22, 23];
  const value = (index: number): Code => loadInt(get(values), 4 * index);
  const fail = (error: keyof typeof LIKE_ERRORS): Code => [
    sqlite('result_error', get(context), getGlobal(ERRORS.indexOf(error)), int(-1)),
    giveBack(),
  ];
  const read = (character: number, from: number): Code => [
    set(character, loadByte(get(from))),
    set(from, add(get(from), int(1))),
    when(notLess(get(character), int(NOT_ASCII)), [call(rest, get(character), get(from)), set(from), set(character)]),
  ];
  const isAtEnd = isZero(loadByte(get(text)));
  /** What `%` and `_` are when they take the meaning from others. They are no characters then. */
  const readEscape: Code = [
    set(text, sqlite('value_text', value(2))),
    when(isZero(get(text)), giveBack()),
    when(isAtEnd, fail('notOneCharacter')),
    read(escape, text),
    when(isZero(isAtEnd), fail('notOneCharacter')),
    when(equal(get(escape), get(all)), set(all, int(0))),
    when(equal(get(escape), get(one)), set(one, int(0))),
  ];
  /** The character behind the sought one can be looked for with it, if it stands for itself. */
  const isPlain: Code = and(
    and(above(int(NOT_ASCII - 1), subtract(get(found), int(1))), unequal(get(found), get(all))),
    and(unequal(get(found), get(one)), unequal(get(found), get(escape))),
  );
  const prepareSearch: Code = [
    set(behindAll, get(pattern)),
    set(sought, get(wanted)),
    set(soughtCase, caseBit(get(sought))),
    set(soughtSmall, or(get(sought), get(soughtCase))),
    set(firstCase, spread(get(soughtCase))),
    set(first, spread(get(soughtSmall))),
    set(found, loadByte(get(pattern))),
    when(
      isPlain,
      [set(secondCase, spread(caseBit(get(found)))), set(second, spread(or(get(found), caseBit(get(found)))))],
      // Everything is equal to this.
      [set(secondCase, spread(int(0xff))), set(second, spread(int(0xff)))],
    ),
  ];
  /** In a `when` of `tryRest`. */
  const afterAll: Code = [
    block(
      loop(
        read(wanted, pattern),
        jumpIf(1, isZero(get(wanted))),
        jumpIf(0, equal(get(wanted), get(all))),
        jumpIf(1, unequal(get(wanted), get(one))),
        // Outwards: this loop, its block, the `when`, then those of the body below.
        jumpIf(3 + NO, isAtEnd),
        read(found, text),
        jump(0),
      ),
    ),
    jumpIf(1 + YES, isZero(get(wanted))),
    when(equal(get(wanted), get(escape)), [read(wanted, pattern), jumpIf(2 + NO, isZero(get(wanted)))]),
    prepareSearch,
    jump(1 + SEARCH),
  ];
  /** Compares one character. */
  const tryRest: Code = [
    read(wanted, pattern),
    when(isZero(get(wanted)), [jumpIf(1 + YES, isAtEnd), jump(1 + MISMATCH)]),
    when(equal(get(wanted), get(all)), afterAll),
    set(isEscaped, int(0)),
    when(equal(get(wanted), get(escape)), [
      read(wanted, pattern),
      jumpIf(1 + MISMATCH, isZero(get(wanted))),
      set(isEscaped, int(1)),
    ]),
    read(found, text),
    jumpIf(NEXT, equal(get(wanted), get(found))),
    when(above(int(NOT_ASCII), or(get(wanted), get(found))), [
      jumpIf(1 + NEXT, and(equal(or(get(wanted), int(SMALL)), or(get(found), int(SMALL))), isLetter(get(wanted)))),
    ]),
    jumpIf(NEXT, and(and(equal(get(wanted), get(one)), isZero(get(isEscaped))), unequal(get(found), int(0)))),
  ];
  /** Goes to the next byte for which there is a bit, or near the end of the text: of each hit the next byte is read too. */
  const skipTo = (bits: Code): Code => skipBytes({ at: text, end: get(end), chunk, hits, bits, reads: CHUNK + 1 });
  const isNul = equalBytes(get(chunk), get(zeros));
  const isHit = andBytes(
    equalBytes(orBytes(get(chunk), get(firstCase)), get(first)),
    equalBytes(orBytes(loadBytes(get(text), 1), get(secondCase)), get(second)),
  );
  /** Goes behind the next sought character. `no` is so many blocks outwards. */
  const search = (no: number): Code =>
    when(
      notLess(get(sought), int(NOT_ASCII)),
      loop(
        // The first byte of what is not ASCII has its highest bit.
        skipTo(orBytes(get(chunk), isNul)),
        read(found, text),
        jumpIf(2 + no, isZero(get(found))),
        jumpIf(0, unequal(get(found), get(sought))),
      ),
      [
        skipTo(orBytes(isNul, isHit)),
        loop(
          set(found, loadByte(get(text))),
          jumpIf(2 + no, isZero(get(found))),
          set(text, add(get(text), int(1))),
          jumpIf(0, unequal(or(get(found), get(soughtCase)), get(soughtSmall))),
        ),
      ],
    );
  return {
    takes: ints(3),
    gives: [],
    locals: [...ints(15), ...chunks(6)],
    body: [
      set(all, int(0x25)),
      set(one, int(0x5f)),
      when(above(sqlite('value_bytes', value(0)), int(LONGEST_PATTERN)), fail('tooLong')),
      when(equal(get(count), int(3)), readEscape),
      set(pattern, sqlite('value_text', value(0))),
      set(text, sqlite('value_text', value(1))),
      when(or(isZero(get(pattern)), isZero(get(text))), giveBack()),
      set(end, add(get(text), sqlite('value_bytes', value(1)))),
      block(
        block(
          loop(
            block(
              block(tryRest),
              // Nothing to go back to.
              jumpIf(NO - 1, isZero(get(behindAll))),
              set(pattern, get(behindAll)),
              set(text, get(resume)),
            ),
            search(NO - 2),
            set(resume, get(text)),
            jump(NEXT - 2),
          ),
        ),
        sqlite('result_int', get(context), int(1)),
        giveBack(),
      ),
      sqlite('result_int', get(context), int(0)),
    ],
  };
}

/** Where `tryRest` jumps: how many blocks outwards each of these is. */
const MISMATCH = 0;
const SEARCH = 1;
const NEXT = 2;
const YES = 3;
const NO = 4;

/** The module as bytes. */
export function encodeLikeModule(): Uint8Array {
  const rest = LIKE_IMPORTS.declared.length;
  return encodeModule({
    imports: LIKE_IMPORTS.declared,
    globals: ERRORS,
    functions: [
      { name: 'rest', ...restCode() },
      { name: 'like', ...likeCode(rest) },
    ],
  });
}
