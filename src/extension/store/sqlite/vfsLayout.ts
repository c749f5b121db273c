/*
 * Where the fields of SQLite's structs lie in the memory of a 32-bit WebAssembly build: pointers and int take 4 bytes.
 * Both structs are part of SQLite's public interface, which never changes: https://www.sqlite.org/c3ref/vfs.html and
 * https://www.sqlite.org/c3ref/io_methods.html
 */

/** Byte offsets in `sqlite3_vfs`. */
export const VFS = {
  version: 0,
  name: 16,
  open: 24,
  delete: 28,
  access: 32,
  fullPathname: 36,
  randomness: 56,
} as const;

/** Versions of `sqlite3_vfs` that begin with these fields. */
export const VFS_VERSIONS: readonly number[] = [1, 2, 3];

/**
 * The methods of version 1 of `sqlite3_io_methods` in their order after the version number, with their signature in the
 * notation of Emscripten's `addFunction` (i: int or pointer, j: 64-bit integer; the result first).
 */
export const IO_METHODS = [
  ['close', 'ii'],
  ['read', 'iiiij'],
  ['write', 'iiiij'],
  ['truncate', 'iij'],
  ['sync', 'iii'],
  ['fileSize', 'iii'],
  ['lock', 'iii'],
  ['unlock', 'iii'],
  ['checkReservedLock', 'iii'],
  ['fileControl', 'iiii'],
  ['sectorSize', 'ii'],
  ['deviceCharacteristics', 'ii'],
] as const;

/** Signatures of the functions in `sqlite3_vfs` that are replaced, in the same notation. */
export const VFS_SIGNATURES = {
  open: 'iiiiii',
  delete: 'iiii',
  access: 'iiiii',
  fullPathname: 'iiiii',
  randomness: 'iiii',
};

/** Result codes, https://www.sqlite.org/rescode.html */
export const RESULT = {
  ok: 0,
  busy: 5,
  notFound: 12,
  full: 13,
  cannotOpen: 14,
  readError: 266,
  shortRead: 522,
  writeError: 778,
  syncError: 1034,
  truncateError: 1546,
  sizeError: 1802,
  deleteError: 2570,
  accessError: 3338,
  lockError: 3850,
  nothingToDelete: 5898,
} as const;

/** Flags of `xOpen`, https://www.sqlite.org/c3ref/c_open_autoproxy.html */
export const OPEN = { readOnly: 0x1, readWrite: 0x2, create: 0x4, exclusive: 0x10, mainDatabase: 0x100 } as const;

/** The flag of `xAccess` that asks whether a file exists, https://www.sqlite.org/c3ref/c_access_exists.html */
export const ACCESS_EXISTS = 0;

/** Lock levels, https://www.sqlite.org/c3ref/c_lock_exclusive.html */
export const LOCK = { none: 0, shared: 1, reserved: 2, pending: 3, exclusive: 4 } as const;

/**
 * What the disk promises, https://www.sqlite.org/c3ref/c_iocap_atomic.html: writing some bytes never harms those beside
 * them (POWERSAFE_OVERWRITE). Appending may leave garbage at the end of the file: SAFE_APPEND is not promised, since
 * simulated power cuts have shown that it loses data.
 */
export const DEVICE_CHARACTERISTICS = 0x1000;

/** In bytes; what disks write at once. */
export const SECTOR_SIZE = 4096;
