import { rmSync, statSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { SqlJsStatic } from 'sql.js';
import { text } from '../../../shared/model/text';
import type { DatabaseCopy } from '../../domain/ports/libraryCare';
import { StoreError } from '../../domain/ports/storeError';
import { refuseForeignCode } from '../migrations/foreignCode';
import { checkVersion } from '../migrations/migrate';
import { Connection } from '../sqlite/connection';
import { fileError } from '../sqlite/fileError';
import { nodeFileOperations, type FileOperations } from '../sqlite/fileOperations';
import { isHotJournal } from '../sqlite/hotJournal';
import { checkIntegrity, configureMemory } from '../sqlite/pragmas';
import { playBackJournal } from '../sqlite/recovery';
import { readDatabaseFile, sizeOfDatabaseFile, targetOf } from '../sqlite/readFile';
import { removeDrafts, replaceFile, syncFolder } from '../sqlite/replaceFile';
import { openInMemory } from '../sqlite/sqlJs';
import { journalPathOf } from '../sqlite/vfsDatabase';
import type { CareContext } from './careContext';
import { newCopyPath, removeOldCopies } from './copies';

/** Puts a copy in the place of the database, under the lock, after having kept what is there. */
export async function restoreCopy(
  { file, sqlJs }: Pick<CareContext, 'file' | 'sqlJs'>,
  from: string,
  operations: FileOperations = nodeFileOperations,
): Promise<DatabaseCopy | undefined> {
  const source = targetOf(resolve(from));
  const bytes = bytesOfCopy(source, sqlJs);
  const target = await file.prepareReplacing();
  try {
    if (source === target) throw new StoreError('failed', text('{0} is the database itself. Choose a copy.', target));
    // A folder, or a database in which another program has unfinished changes, is not replaced.
    const kept = sizeOfDatabaseFile(target) > 0 ? await keep(target) : undefined;
    removeDrafts(target);
    // What was kept has its journal too: it must not be played back into what was restored.
    endJournal(target, kept !== undefined);
    await replaceFile(target, bytes, operations);
    return kept;
  } catch (error) {
    throw fileError(error, target);
  } finally {
    file.endWrite();
  }
}

/** The content of a copy, once it has proved to be sound. Throws `StoreError` for anything else. */
function bytesOfCopy(source: string, sqlJs: SqlJsStatic): Uint8Array {
  const { bytes } = readDatabaseFile(source);
  if (!bytes)
    throw new StoreError('not-found', text('{0} is empty or not there any more. Choose another copy.', source));
  const connection = new Connection(openInMemory(sqlJs, bytes));
  try {
    configureMemory(connection);
    checkIntegrity(connection, source);
    refuseForeignCode(connection, checkVersion(connection, source), source, sqlJs);
  } finally {
    connection.close();
  }
  return bytes;
}

/** Undoes what a process that died has left half done: until the copy is in its place the old content has to stand. */
function endJournal(target: string, hasFile: boolean): void {
  try {
    if (hasFile) playBackJournal(target);
  } catch {
    // It cannot be undone. Both have been kept as they are.
  }
  rmSync(journalPathOf(target), { force: true });
}

/** Keeps what is in a database's place, readable or not, with a journal that still has to be played back. */
async function keep(target: string): Promise<DatabaseCopy> {
  const place = newCopyPath(target, 'before-restore', Date.now());
  if (isHotJournal(journalPathOf(target), nodeFileOperations)) {
    await copyDurably(journalPathOf(target), journalPathOf(place));
  }
  await copyDurably(target, place);
  syncFolder(dirname(place));
  removeOldCopies(target, Infinity);
  return { path: place, kind: 'before-restore', madeAt: Date.now(), size: statSync(place).size };
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
