/*
 * Writes small WebAssembly modules: the few instructions and sections that are needed here. Instructions are nested lists
 * of bytes, in the order in which the machine meets them: operands before what uses them.
 * https://webassembly.github.io/spec/core/binary/
 */

/** Bytes of instructions. */
export type Code = readonly (number | Code)[];

/** Types of values. */
export const TYPE = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;

/** The types of so many integers of 32 bits, addresses among them. */
export const ints = (count: number): readonly number[] => Array.from({ length: count }, () => TYPE.i32);

/** What a function takes and gives. */
export interface Signature {
  readonly takes: readonly number[];
  readonly gives: readonly number[];
}

/** A function from elsewhere, by its name. */
export interface ImportedFunction extends Signature {
  readonly name: string;
}

/** A function of the module. Its parameters and then its locals are numbered from 0. */
export interface WasmFunctionCode extends Signature {
  /** The type of each local. */
  readonly locals: readonly number[];
  readonly body: Code;
}

/** What a module consists of. */
export interface ModuleParts {
  /** Functions that are imported from the module `f`, by their names. They are numbered before the others. */
  readonly imports: readonly ImportedFunction[];
  /** Numbers that are imported from the module `g`, by their names. */
  readonly globals: readonly string[];
  /** Functions that are exported, by their names. */
  readonly functions: readonly (WasmFunctionCode & { readonly name: string })[];
}

/** Takes the value of a local. */
export const get = (local: number): Code => [0x20, unsigned(local)];
/** Gives a local a value. */
export const set = (local: number, ...value: Code): Code => [value, 0x21, unsigned(local)];
/** Takes the value of an imported number. */
export const getGlobal = (index: number): Code => [0x23, unsigned(index)];
/** A number of 32 bits. */
export const int = (value: number): Code => [0x41, signed(BigInt(value))];
/** A number of 64 bits. */
export const long = (value: bigint): Code => [0x42, signed(value)];
/** Calls a function with values. */
export const call = (index: number, ...values: Code): Code => [values, 0x10, unsigned(index)];
/** Instructions that `jump` leaves. */
export const block = (...body: Code): Code => [0x02, EMPTY, body, END];
/** Instructions that `jump` begins anew. */
export const loop = (...body: Code): Code => [0x03, EMPTY, body, END];
/** Leaves the blocks around, or begins the loop anew: 0 is the innermost. */
export const jump = (depth: number): Code => [0x0c, unsigned(depth)];
/** `jump` if a condition is not 0. */
export const jumpIf = (depth: number, ...condition: Code): Code => [condition, 0x0d, unsigned(depth)];
/** One or the other, by a condition. */
export const when = (condition: Code, yes: Code, no: Code = []): Code =>
  no.length === 0 ? [condition, 0x04, EMPTY, yes, END] : [condition, 0x04, EMPTY, yes, ELSE, no, END];
/** Ends the function with its results. */
export const giveBack = (...values: Code): Code => [values, 0x0f];
/** Throws a value away. */
export const drop = (...value: Code): Code => [value, 0x1a];

/** Reads 32 bits at an address. */
export const loadInt = (address: Code, offset = 0): Code => [address, 0x28, 0, unsigned(offset)];
/** Reads 64 bits at an address. */
export const loadLong = (address: Code, offset = 0): Code => [address, 0x29, 0, unsigned(offset)];
/** Reads a floating-point number of 64 bits. */
export const loadDouble = (address: Code, offset = 0): Code => [address, 0x2b, 0, unsigned(offset)];
/** Reads a byte. */
export const loadByte = (address: Code): Code => [address, 0x2d, 0, 0];
/** Writes 32 bits. */
export const storeInt = (address: Code, offset: number, value: Code): Code => [
  address,
  value,
  0x36,
  0,
  unsigned(offset),
];
/** Writes a floating-point number of 64 bits. */
export const storeDouble = (address: Code, offset: number, value: Code): Code => [
  address,
  value,
  0x39,
  0,
  unsigned(offset),
];
/** Copies bytes. */
export const copyMemory = (to: Code, from: Code, length: Code): Code => [to, from, length, 0xfc, 0x0a, 0, 0];

/** a = b */
export const equal = (a: Code, b: Code): Code => [a, b, 0x46];
/** a ≠ b */
export const unequal = (a: Code, b: Code): Code => [a, b, 0x47];
/** a < b, signed. */
export const less = (a: Code, b: Code): Code => [a, b, 0x48];
/** a > b, unsigned. */
export const above = (a: Code, b: Code): Code => [a, b, 0x4b];
/** a ≥ b, signed. */
export const notLess = (a: Code, b: Code): Code => [a, b, 0x4e];
/** a + b */
export const add = (a: Code, b: Code): Code => [a, b, 0x6a];
/** a − b */
export const subtract = (a: Code, b: Code): Code => [a, b, 0x6b];
/** a · b */
export const multiply = (a: Code, b: Code): Code => [a, b, 0x6c];
/** a · 2^by */
export const shiftLeft = (a: Code, by: number): Code => [a, int(by), 0x74];
/** The bits of both, of 64. */
export const orLong = (a: Code, b: Code): Code => [a, b, 0x84];
/** The bits in both, of 64. */
export const andLong = (a: Code, b: Code): Code => [a, b, 0x83];
/** Whether a number of 64 bits is 0. */
export const isLongZero = (a: Code): Code => [a, 0x50];
/** A number of 32 bits without sign as one of 64. */
export const toLong = (a: Code): Code => [a, 0xad];
/** a + b, of 64 bits. */
export const addLong = (a: Code, b: Code): Code => [a, b, 0x7c];
/** a · b, of 64 bits. */
export const multiplyLong = (a: Code, b: Code): Code => [a, b, 0x7e];
/** a − b, of 64 bits. */
export const subtractLong = (a: Code, b: Code): Code => [a, b, 0x7d];
/** Whether a number is 0. */
export const isZero = (a: Code): Code => [a, 0x45];
/** The bits in both. */
export const and = (a: Code, b: Code): Code => [a, b, 0x71];
/** The bits of both. */
export const or = (a: Code, b: Code): Code => [a, b, 0x72];
/** How many of the lowest bits are 0. */
export const trailingZeros = (a: Code): Code => [a, 0x68];

/** Sixteen bytes at an address. */
export const loadBytes = (address: Code, offset = 0): Code => [address, 0xfd, 0x00, 0, unsigned(offset)];
/** Sixteen times the lowest byte of a number. */
export const spread = (a: Code): Code => [a, 0xfd, 0x0f];
/** For each of sixteen bytes, all its bits where a < b without sign, none elsewhere. */
export const lessBytes = (a: Code, b: Code): Code => [a, b, 0xfd, 0x26];
/** For each of sixteen bytes, all its bits where both are equal, none elsewhere. */
export const equalBytes = (a: Code, b: Code): Code => [a, b, 0xfd, 0x23];
/** The bits in both, of sixteen bytes. */
export const andBytes = (a: Code, b: Code): Code => [a, b, 0xfd, 0x4e];
/** The bits of both, of sixteen bytes. */
export const orBytes = (a: Code, b: Code): Code => [a, b, 0xfd, 0x50];
/** The highest bit of each of sixteen bytes, as a number: the first byte gives the lowest bit. */
export const highBits = (a: Code): Code => [a, 0xfd, unsigned(0x64)];

/** Encodes a module. Its memory is imported as `m` from the module `m`. */
export function encodeModule({ imports, globals, functions }: ModuleParts): Uint8Array {
  const all: readonly Signature[] = [...imports, ...functions];
  const types = section(
    1,
    all.map(({ takes, gives }) => [0x60, vector(takes), vector(gives)]),
  );
  const imported = section(2, [
    [name('m'), name('m'), 0x02, 0x00, 0x01],
    ...imports.map((one, index) => [name('f'), name(one.name), 0x00, unsigned(index)]),
    ...globals.map((one) => [name('g'), name(one), 0x03, TYPE.i32, 0x00]),
  ]);
  const declared = section(
    3,
    functions.map((_, index) => unsigned(imports.length + index)),
  );
  const exported = section(
    7,
    functions.map((one, index) => [name(one.name), 0x00, unsigned(imports.length + index)]),
  );
  const bodies = section(
    10,
    functions.map(({ locals, body }) => sized([vector(locals.map((type) => [1, type])), body, END])),
  );
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  return Uint8Array.from(flat([header, types, imported, declared, exported, bodies]));
}

const EMPTY = 0x40;
const ELSE = 0x05;
const END = 0x0b;

function section(id: number, entries: Code): Code {
  return [id, sized(vector(entries))];
}

function vector(entries: Code): Code {
  return [unsigned(entries.length), entries];
}

function sized(content: Code): Code {
  const bytes = flat(content);
  return [unsigned(bytes.length), bytes];
}

function name(value: string): Code {
  return vector([...Buffer.from(value)]);
}

function flat(code: Code, bytes: number[] = []): number[] {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part);
    else flat(part, bytes);
  }
  return bytes;
}

/** A number in pieces of seven bits, the lowest first: LEB128. */
function unsigned(value: number): Code {
  const rest = value >>> 7;
  return rest === 0 ? [value] : [(value & 0x7f) | 0x80, unsigned(rest)];
}

function signed(value: bigint): Code {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const isLast = rest === (low & 0x40 ? -1n : 0n);
  return isLast ? [low] : [low | 0x80, signed(rest)];
}
