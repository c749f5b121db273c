import { randomFillSync } from 'node:crypto';
import type { Database as SqlJsDatabase } from 'sql.js';
import { errorCode } from './fileError';
import { makeOwnFunctions } from './ownFunctions';
import type { Prepare } from './preparedStatement';
import { RowAccess } from './rowAccess';
import type { SqlFunction } from './sqlFunction';
import type { LoadedSqlJs, SqlJsModule } from './sqlJs';
import { withErrorCodes } from './sqlJs';
import type { VfsDatabase } from './vfsDatabase';
import { VfsFile } from './vfsFile';
import {
  ACCESS_EXISTS,
  DEVICE_CHARACTERISTICS,
  IO_METHODS,
  LOCK,
  OPEN,
  RESULT,
  SECTOR_SIZE,
  VFS,
  VFS_SIGNATURES,
  VFS_VERSIONS,
} from './vfsLayout';
import { WasmMemory, type WasmTable } from './wasmMemory';
import { prepareInWasm } from './wasmStatement';

/** A function that SQLite calls, or that is called in its place. Addresses and numbers; 64-bit integers as bigint. */
type WasmFunction = (...values: number[]) => number;

type IoMethod = (typeof IO_METHODS)[number][0];

/** What SQLite appends to the name of a database for its journal. */
const JOURNAL = '-journal';

/** A file that SQLite has open. */
interface OpenFile {
  readonly file: VfsFile;
  readonly database: VfsDatabase;
}

/** A database that is open through the virtual file system. */
export interface OpenDatabase {
  readonly sqlite: SqlJsDatabase;
  readonly file: VfsFile;
  readonly prepare: Prepare;
  close(): void;
}

/**
 * Makes an unmodified sql.js work on files of the disk, by replacing the functions of SQLite's virtual file system
 * (https://www.sqlite.org/vfs.html) with ones of ours: SQLite's own pager and rollback journal do the rest. A database
 * that is opened here has a name which no other file has; all other files stay in the memory of sql.js.
 */
export class FileVfs {
  readonly #module: SqlJsModule;
  readonly #memory: WasmMemory;
  readonly #access: RowAccess;
  readonly #functions: readonly SqlFunction[];
  readonly #databases = new Map<string, VfsDatabase>();
  /** By the address of SQLite's own struct. */
  readonly #files = new Map<number, OpenFile>();
  #lastName = 0;
  /** The name that the database which is being opened gets. */
  #opening: string | undefined;

  /** Throws when this build of sql.js does not look as expected. */
  constructor({ sqlJs, wasm }: LoadedSqlJs) {
    if (!wasm) throw new Error('sql.js was loaded without access to its memory');
    this.#module = sqlJs;
    this.#memory = new WasmMemory(wasm.memory);
    this.#access = new RowAccess(sqlJs, this.#memory, wasm);
    this.#functions = makeOwnFunctions(sqlJs, this.#memory, wasm);
    const probe = new sqlJs.Database();
    try {
      // The first member of `struct sqlite3` is its virtual file system.
      this.#replaceFunctions(this.#memory.int(handleOf(probe)), wasm.table);
    } finally {
      probe.close();
    }
  }

  /** Opens a database file that exists. Nothing is read before the first statement. */
  open(database: VfsDatabase): OpenDatabase {
    this.#lastName += 1;
    const name = `/vfs/${this.#lastName}`;
    this.#databases.set(name, database);
    this.#opening = name;
    let sqlite: SqlJsDatabase;
    try {
      // An empty file in memory, which stands for ours and which `close` removes.
      sqlite = withErrorCodes(new this.#module.Database(new Uint8Array(0)));
    } catch (error) {
      this.#databases.delete(name);
      throw database.lastError ?? error;
    } finally {
      this.#opening = undefined;
    }
    const file = [...this.#files.values()].find((open) => open.database === database)?.file;
    if (!file) throw new Error('SQLite did not open the file through its virtual file system');
    const handle = handleOf(sqlite);
    for (const one of this.#functions) one.register(handle);
    const wasm = {
      access: this.#access,
      handle,
      check: (code: number) => {
        (sqlite.handleError as (code: number) => void)(code);
      },
    };
    return {
      sqlite,
      file,
      prepare: (sql) => prepareInWasm(wasm, sql),
      close: () => {
        try {
          sqlite.close();
        } finally {
          database.closeJournal();
          this.#databases.delete(name);
        }
      },
    };
  }

  #replaceFunctions(vfs: number, table: WasmTable): void {
    const memory = this.#memory;
    const version = memory.int(vfs + VFS.version);
    const name = memory.text(memory.int(vfs + VFS.name));
    if (!VFS_VERSIONS.includes(version) || name !== 'unix') {
      throw new Error(`SQLite has another virtual file system than expected: ${name}, version ${version}`);
    }
    const original = (field: keyof typeof VFS_SIGNATURES): WasmFunction =>
      table.get(memory.int(vfs + VFS[field])) as WasmFunction;
    const methods = this.#makeMethods();
    const functions: Record<keyof typeof VFS_SIGNATURES, WasmFunction> = {
      open: this.#makeOpen(methods, original('open')),
      delete: this.#makeDelete(original('delete')),
      access: this.#makeAccess(original('access')),
      fullPathname: this.#makeFullPathname(original('fullPathname')),
      randomness: (_vfs, length = 0, address = 0) => {
        randomFillSync(memory.bytes, address, length);
        return length;
      },
    };
    for (const field of Object.keys(VFS_SIGNATURES) as (keyof typeof VFS_SIGNATURES)[]) {
      memory.setInt(vfs + VFS[field], this.#module.addFunction(functions[field], VFS_SIGNATURES[field]));
    }
  }

  #makeOpen(methods: number, original: WasmFunction): WasmFunction {
    return (vfs = 0, name = 0, address = 0, flags = 0, outFlags = 0) => {
      const database = name === 0 ? undefined : this.#databaseOf(this.#memory.text(name));
      if (!database) return original(vfs, name, address, flags, outFlags);
      try {
        const file = new VfsFile(database, flags);
        this.#files.set(address, { file, database });
        this.#memory.setInt(address, methods);
        const granted = file.readOnly ? (flags & ~(OPEN.readWrite | OPEN.create)) | OPEN.readOnly : flags;
        if (outFlags !== 0) this.#memory.setInt(outFlags, granted);
        return RESULT.ok;
      } catch (error) {
        database.lastError = error;
        this.#memory.setInt(address, 0);
        return RESULT.cannotOpen;
      }
    };
  }

  #makeDelete(original: WasmFunction): WasmFunction {
    return (vfs = 0, name = 0, sync = 0) => {
      const database = this.#databaseOf(this.#memory.text(name));
      if (!database) return original(vfs, name, sync);
      try {
        database.deleteJournal();
        return RESULT.ok;
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return RESULT.nothingToDelete;
        database.lastError = error;
        return RESULT.deleteError;
      }
    };
  }

  #makeAccess(original: WasmFunction): WasmFunction {
    return (vfs = 0, name = 0, flags = 0, out = 0) => {
      const path = this.#memory.text(name);
      const database = this.#databaseOf(path);
      if (!database) return original(vfs, name, flags, out);
      try {
        // There is never a write-ahead log: a database with one is not opened.
        const exists = path.endsWith(JOURNAL) ? flags === ACCESS_EXISTS && database.journalExists() : false;
        this.#memory.setInt(out, exists ? 1 : 0);
        return RESULT.ok;
      } catch (error) {
        database.lastError = error;
        return RESULT.accessError;
      }
    };
  }

  #makeFullPathname(original: WasmFunction): WasmFunction {
    return (vfs = 0, name = 0, room = 0, out = 0) => {
      if (this.#opening === undefined) return original(vfs, name, room, out);
      return this.#memory.setText(out, this.#opening, room) ? RESULT.ok : RESULT.cannotOpen;
    };
  }

  /** The struct `sqlite3_io_methods` that all our files share. */
  #makeMethods(): number {
    const memory = this.#memory;
    const long = (value: unknown): number => Number(value);
    const methods: Record<IoMethod, WasmFunction> = {
      close: (address = 0) => {
        const open = this.#files.get(address);
        if (!open) return RESULT.ok;
        this.#files.delete(address);
        try {
          if (open.file.isMain) open.database.lock.unlock(LOCK.none);
          open.file.close();
          return RESULT.ok;
        } catch (error) {
          open.database.lastError = error;
          return RESULT.writeError;
        }
      },
      read: this.#guarded(RESULT.readError, ({ file }, to = 0, length = 0, offset = 0) =>
        file.read(memory.bytes, to, length, long(offset)) ? RESULT.ok : RESULT.shortRead,
      ),
      write: this.#guarded(RESULT.writeError, ({ file }, from = 0, length = 0, offset = 0) => {
        file.write(memory.bytes, from, length, long(offset));
        return RESULT.ok;
      }),
      truncate: this.#guarded(RESULT.truncateError, ({ file }, size = 0) => {
        file.truncate(long(size));
        return RESULT.ok;
      }),
      sync: this.#guarded(RESULT.syncError, ({ file }) => {
        file.sync();
        return RESULT.ok;
      }),
      fileSize: this.#guarded(RESULT.sizeError, ({ file }, out = 0) => {
        memory.setLong(out, file.size());
        return RESULT.ok;
      }),
      lock: this.#guarded(RESULT.lockError, ({ database }, level = 0) =>
        database.lock.lock(level) ? RESULT.ok : RESULT.busy,
      ),
      unlock: this.#guarded(RESULT.lockError, ({ database }, level = 0) => {
        database.lock.unlock(level);
        return RESULT.ok;
      }),
      checkReservedLock: this.#guarded(RESULT.lockError, ({ database }, out = 0) => {
        memory.setInt(out, database.reservedElsewhere() ? 1 : 0);
        return RESULT.ok;
      }),
      fileControl: () => RESULT.notFound,
      sectorSize: () => SECTOR_SIZE,
      deviceCharacteristics: () => DEVICE_CHARACTERISTICS,
    };
    const struct = this.#module._malloc(4 * (1 + IO_METHODS.length));
    memory.setInt(struct, 1);
    for (const [index, [method, signature]] of IO_METHODS.entries()) {
      memory.setInt(struct + 4 * (1 + index), this.#module.addFunction(methods[method], signature));
    }
    return struct;
  }

  /** A method of a file. No error may pass through SQLite's code: it becomes a result code, and is kept for a message. */
  #guarded(
    failure: number,
    method: (open: OpenFile, first?: number, second?: number, third?: number) => number,
  ): WasmFunction {
    return (address = 0, first = 0, second = 0, third = 0) => {
      const open = this.#files.get(address);
      if (!open) return failure;
      try {
        return method(open, first, second, third);
      } catch (error) {
        open.database.lastError = error;
        const code = errorCode(error);
        return code === 'ENOSPC' || code === 'EDQUOT' ? RESULT.full : failure;
      }
    };
  }

  #databaseOf(name: string): VfsDatabase | undefined {
    const end = name.lastIndexOf('-');
    return this.#databases.get(end === -1 ? name : name.slice(0, end));
  }
}

/** The address of `struct sqlite3`, which sql.js keeps in a field that no build renames. */
function handleOf(database: SqlJsDatabase): number {
  return (database as unknown as { readonly db: number }).db;
}
