import { readFully, type FileOperations } from './fileOperations';

/*
 * SQLite makes a rollback journal durable in two steps, so that it never counts records which are not on the disk: first
 * the records, then their number. A seal saves the first: it lies in the part of the journal's header that SQLite leaves
 * unused (https://www.sqlite.org/fileformat.html#the_rollback_journal), and says how much of the journal there must be,
 * with a checksum of it. A journal whose seal does not fit has never been durable; so nothing was done under it, and it
 * undoes nothing. One without a seal is an ordinary journal.
 */

/** Where the fields of the seal are, big endian as all numbers in the header. */
const MARK_AT = 28;
const LENGTH_AT = 36;
const CHECKSUM_AT = 40;
const SEAL_END = 48;

/** Tells a seal from what SQLite writes there: zeros. */
const MARK = Buffer.from('LLMOseal', 'latin1');

/** What SQLite leaves empty until the records are durable: the journal's mark and the number of records. */
const COUNT_END = 12;

/** The fewest bytes that SQLite takes for a header. */
const LEAST_HEADER = 512;

/** The most that is ever sealed, in bytes. */
export const MOST_SEALED = 65_536;

/** True for the begin of a journal, with records that are not counted yet, which a seal can be laid on. */
export function canBeSealed(journal: Uint8Array): boolean {
  if (journal.length <= LEAST_HEADER || journal.length > MOST_SEALED || journal.length % 8 !== 0) return false;
  return isEmpty(journal.subarray(0, COUNT_END)) && isEmpty(journal.subarray(MARK_AT, SEAL_END));
}

/** True for what SQLite writes into the header when the records are durable. */
export function isRecordCount(length: number, offset: number): boolean {
  return length === COUNT_END && offset === 0;
}

/** Lays the seal on a journal that can be sealed and counts its records by now. */
export function seal(journal: Uint8Array): void {
  const view = viewOf(journal);
  journal.set(MARK, MARK_AT);
  view.setUint32(LENGTH_AT, journal.length);
  const [first, second] = checksum(view);
  view.setUint32(CHECKSUM_AT, first);
  view.setUint32(CHECKSUM_AT + 4, second);
}

/** True for a journal with a seal that does not fit. Throws errors of the operating system. */
export function isSealBroken(handle: number, operations: FileOperations): boolean {
  const header = readUpTo(handle, SEAL_END, operations);
  if (header.length < SEAL_END || !MARK.equals(header.subarray(MARK_AT, LENGTH_AT))) return false;
  const length = viewOf(header).getUint32(LENGTH_AT);
  if (length <= LEAST_HEADER || length > MOST_SEALED || length % 8 !== 0) return true;
  const journal = readUpTo(handle, length, operations);
  if (journal.length < length) return true;
  const view = viewOf(journal);
  const said = [view.getUint32(CHECKSUM_AT), view.getUint32(CHECKSUM_AT + 4)];
  view.setBigUint64(CHECKSUM_AT, 0n);
  const [first, second] = checksum(view);
  return first !== said[0] || second !== said[1];
}

/**
 * The checksum of SQLite's write-ahead log, whose purpose is the same, over little-endian words:
 * https://www.sqlite.org/fileformat.html#checksum_algorithm
 */
function checksum(view: DataView): readonly [number, number] {
  let first = 0;
  let second = 0;
  for (let at = 0; at < view.byteLength; at += 8) {
    first = (first + view.getUint32(at, true) + second) | 0;
    second = (second + view.getUint32(at + 4, true) + first) | 0;
  }
  return [first >>> 0, second >>> 0];
}

function isEmpty(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readUpTo(handle: number, length: number, operations: FileOperations): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readFully(operations, handle, bytes, 0));
}
