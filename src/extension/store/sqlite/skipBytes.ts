import {
  above,
  add,
  block,
  get,
  highBits,
  int,
  jump,
  jumpIf,
  loadBytes,
  loop,
  set,
  trailingZeros,
  TYPE,
  when,
  type Code,
} from './wasmCode';

/** How many bytes are looked at together. */
export const CHUNK = 16;

/** The types of so many locals that hold sixteen bytes. */
export const chunks = (count: number): readonly number[] => Array.from({ length: count }, () => TYPE.v128);

/** The locals with which bytes are skipped, and up to which. */
export interface SkippedBytes {
  /** The local that is moved on. */
  readonly at: number;
  /** The address behind the last byte. */
  readonly end: Code;
  /** The local in which sixteen bytes are looked at. */
  readonly chunk: number;
  /** A local for the bits. */
  readonly hits: number;
  /** The highest bit of each of sixteen bytes says whether to stop at that in `chunk`. */
  readonly bits: Code;
  /** How many bytes `bits` reads. */
  readonly reads?: number;
}

/** Goes to the next byte at which to stop, sixteen at a time, or so near to the end that there are no sixteen. */
export function skipBytes({ at, end, chunk, hits, bits, reads = CHUNK }: SkippedBytes): Code {
  return block(
    loop(
      jumpIf(1, above(add(get(at), int(reads)), end)),
      set(chunk, loadBytes(get(at))),
      set(hits, highBits(bits)),
      when(get(hits), [set(at, add(get(at), trailingZeros(get(hits)))), jump(2)]),
      set(at, add(get(at), int(CHUNK))),
      jump(0),
    ),
  );
}
