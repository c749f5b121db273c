import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';

/** The length of the header of an SQLite file in bytes, https://www.sqlite.org/fileformat.html#the_database_header */
export const HEADER_SIZE = 100;

const MAGIC = new TextEncoder().encode('SQLite format 3\0');
const PAGE_SIZE = 16;
const WRITE_VERSION = 18;
const READ_VERSION = 19;
const CHANGE_COUNTER = 24;
const PAGE_COUNT = 28;
const VERSION_VALID_FOR = 92;

/**
 * Looks at what the header says of a file with so many bytes.
 * @throws {StoreError} with reason `corrupt`
 */
export function checkHeader(bytes: Uint8Array, size: number, path: string): void {
  if (bytes.length < MAGIC.length || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new StoreError(
      'corrupt',
      text('{0} is not an SQLite database, or it is encrypted. Restore a copy of it, or choose another file.', path),
    );
  }
  const view = viewOf(bytes);
  const pageSize = bytes.length < HEADER_SIZE ? undefined : pageSizeIn(view);
  // The page count is right only when the last writer knew of it; SQLite goes by the size of the file otherwise.
  const counted =
    pageSize !== undefined && view.getUint32(CHANGE_COUNTER) === view.getUint32(VERSION_VALID_FOR)
      ? view.getUint32(PAGE_COUNT) * pageSize
      : 0;
  if (pageSize === undefined || size < Math.max(counted, pageSize)) {
    throw new StoreError('corrupt', text('{0} is damaged: its end is missing. Restore a copy of it.', path));
  }
}

/**
 * Marks a database in write-ahead mode, whose log is empty, as an ordinary one: sql.js has no shared memory, which that
 * mode needs.
 */
export function leaveWalMode(bytes: Uint8Array): void {
  bytes[WRITE_VERSION] = 1;
  bytes[READ_VERSION] = 1;
}

/** The number that every commit raises; 0 without a header. */
export function changeCounterOf(bytes: Uint8Array | undefined): number {
  return bytes && bytes.length >= HEADER_SIZE ? viewOf(bytes).getUint32(CHANGE_COUNTER) : 0;
}

/** Sets the change counter, which sql.js sets to 1 in every export: two commits would look alike to another window. */
export function setChangeCounter(bytes: Uint8Array, counter: number): void {
  const view = viewOf(bytes);
  view.setUint32(CHANGE_COUNTER, counter);
  view.setUint32(VERSION_VALID_FOR, counter);
}

function pageSizeIn(view: DataView): number | undefined {
  const raw = view.getUint16(PAGE_SIZE);
  if (raw === 1) return 65_536;
  return raw >= 512 && (raw & (raw - 1)) === 0 ? raw : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
