import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from './connection';
import { DatabaseLock } from './databaseLock';
import { DiskConnection } from './diskConnection';
import { nodeFileOperations, type FileOperations } from './fileOperations';
import type { FileVfs } from './fileVfs';
import { openInMemory, type SqlJsModule } from './sqlJs';

/** How many rows are written: more than fit into one page. */
const ROWS = 40;

/**
 * Writes a scratch database through the virtual file system, and reads what is on disk in two other ways. Throws when
 * anything is not as it should be: a build of sql.js or a system on which our assumptions do not hold.
 */
export function testVfs(vfs: FileVfs, sqlJs: SqlJsModule, operations?: FileOperations): void {
  const folder = mkdtempSync(join(tmpdir(), 'llm-orchestrator-'));
  try {
    const target = join(folder, 'scratch.db');
    const empty = new Connection(openInMemory(sqlJs));
    empty.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB)');
    writeFileSync(target, empty.bytes());
    empty.close();
    const data = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    withConnection(vfs, target, operations, (connection) => {
      // It would be waited for several times, of which once is enough: that it works at all.
      connection.execute('PRAGMA synchronous = OFF; BEGIN IMMEDIATE');
      connection.run(
        'INSERT INTO t VALUES (?, ?)',
        Array.from({ length: ROWS }, (_, index) => [index, data]),
      );
      connection.execute('COMMIT; BEGIN IMMEDIATE; DELETE FROM t; ROLLBACK');
    });
    syncOnce(target, operations);
    const expected = `${ROWS}/${Buffer.from(data).toString('hex').toUpperCase()}/ok`;
    const onDisk = new Connection(openInMemory(sqlJs, readFileSync(target)));
    try {
      expect('the file', contentOf(onDisk), expected);
    } finally {
      onDisk.close();
    }
    withConnection(vfs, target, operations, (connection) => {
      expect('a second connection', contentOf(connection), expected);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withConnection(
  vfs: FileVfs,
  target: string,
  operations: FileOperations | undefined,
  action: (connection: Connection) => void,
): void {
  const lock = new DatabaseLock(target, 1000, 'self-test');
  try {
    const disk = new DiskConnection({ vfs, target, lock, ...(operations && { operations }) });
    try {
      action(disk.connection);
    } finally {
      disk.close();
    }
  } finally {
    lock.close();
  }
}

function syncOnce(path: string, { openSync, fdatasyncSync, closeSync }: FileOperations = nodeFileOperations): void {
  const handle = openSync(path, 'r+');
  try {
    fdatasyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function contentOf(connection: Connection): string {
  const row = connection.query('SELECT count(*), hex(max(data)), (SELECT * FROM pragma_integrity_check) FROM t')
    .rows[0];
  return row?.join('/') ?? '';
}

function expect(what: string, found: string, expected: string): void {
  if (found !== expected) throw new Error(`${what} holds ${found.slice(0, 100)} after writing`);
}
