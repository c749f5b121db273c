/** The first bytes of a header, https://www.sqlite.org/fileformat.html#the_rollback_journal */
const MAGIC = Uint8Array.of(0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7);

/** How long a header is without what fills its sector. */
const HEADER_LENGTH = 28;
const RECORD_COUNT = 8;
const NONCE = 12;
const ORIGINAL_PAGES = 16;
const SECTOR_SIZE = 20;
const PAGE_SIZE = 24;

/** A record count that means all records up to the end. */
const ALL = 0xffff_ffff;

/** SQLite adds up every so many bytes of a page, from its end, for the checksum. */
const CHECKSUM_STEP = 200;

/** The page that SQLite never uses, where other programs lock. */
const LOCKED_BYTE = 0x4000_0000;

/** What a journal says about how a database was before a transaction. */
export interface Rollback {
  /** In bytes. */
  readonly pageSize: number;
  /** How long the database was, in bytes. */
  readonly size: number;
  /** Where a page was and what it held, in the order of playing back. */
  readonly pages: readonly { readonly offset: number; readonly content: Uint8Array }[];
}

/**
 * Reads a rollback journal as SQLite does when it recovers: as many records as had become durable before the database
 * itself was changed, up to the first whose checksum is wrong. Undefined for a journal that undoes nothing.
 */
export function readRollback(journal: Uint8Array): Rollback | undefined {
  const view = new DataView(journal.buffer, journal.byteOffset, journal.byteLength);
  if (!isHeader(journal, 0)) return undefined;
  const pageSize = view.getUint32(PAGE_SIZE);
  const sectorSize = view.getUint32(SECTOR_SIZE);
  if (!isPowerOfTwo(pageSize, 512) || !isPowerOfTwo(sectorSize, 32)) return undefined;
  const originalPages = view.getUint32(ORIGINAL_PAGES);
  const pages: { offset: number; content: Uint8Array }[] = [];
  const recordLength = pageSize + 8;
  // A transaction that outgrows SQLite's memory writes several headers, each at the begin of a sector.
  let at = 0;
  while (isHeader(journal, at)) {
    const nonce = view.getUint32(at + NONCE);
    const counted = view.getUint32(at + RECORD_COUNT);
    at += sectorSize;
    const most = Math.max(0, Math.floor((journal.length - at) / recordLength));
    for (let left = counted === ALL ? most : counted; left > 0; left -= 1) {
      if (at + recordLength > journal.length) return { pageSize, size: originalPages * pageSize, pages };
      const number = view.getUint32(at);
      const content = journal.subarray(at + 4, at + 4 + pageSize);
      const offset = (number - 1) * pageSize;
      const isUsable = number !== 0 && offset !== LOCKED_BYTE;
      if (!isUsable || view.getUint32(at + 4 + pageSize) !== checksum(content, nonce)) {
        return { pageSize, size: originalPages * pageSize, pages };
      }
      if (number <= originalPages) pages.push({ offset, content });
      at += recordLength;
    }
    at = Math.ceil(at / sectorSize) * sectorSize;
  }
  return { pageSize, size: originalPages * pageSize, pages };
}

/** The bytes of a database as they were before a transaction. */
export function rolledBack(bytes: Uint8Array, rollback: Rollback): Uint8Array {
  const before = new Uint8Array(rollback.size);
  before.set(bytes.subarray(0, rollback.size));
  for (const { offset, content } of rollback.pages) before.set(content, offset);
  return before;
}

function isHeader(journal: Uint8Array, at: number): boolean {
  return at + HEADER_LENGTH <= journal.length && MAGIC.every((byte, index) => journal[at + index] === byte);
}

function isPowerOfTwo(value: number, least: number): boolean {
  return value >= least && value <= 65_536 && (value & (value - 1)) === 0;
}

function checksum(page: Uint8Array, nonce: number): number {
  let sum = nonce;
  for (let at = page.length - CHECKSUM_STEP; at > 0; at -= CHECKSUM_STEP) sum = (sum + (page[at] ?? 0)) >>> 0;
  return sum;
}
