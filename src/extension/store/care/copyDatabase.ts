import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CareProgress } from '../../domain/ports/libraryCare';
import { changeCounterOf, HEADER_SIZE } from '../sqlite/fileHeader';
import { pendingRollback } from '../sqlite/recovery';
import type { Rollback } from '../sqlite/rollbackJournal';

/** How much is copied while nobody may change the file: a millisecond's work. */
const CHUNK = 1_048_576;

/** What copying a database needs. */
export interface DatabaseCopying {
  /** Does something while nobody changes the file, which is handed over with links followed. */
  readonly still: <T>(action: (target: string) => T) => T;
  /** Resolves when the file may be read: no transaction of this process is open. */
  readonly ready: () => Promise<void>;
  /** Where the copy goes; must not exist. */
  readonly draft: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CareProgress) => void;
}

/**
 * Copies a database as of one moment, a piece at a time, so that others may read and write in between; the copy is
 * durable. False when somebody has changed the database meanwhile. Throws errors of the operating system.
 */
export async function copyDatabase({ still, ready, draft, signal, onProgress }: DatabaseCopying): Promise<boolean> {
  await ready();
  const { source, size, mode, mark, rollback } = still(openSource);
  try {
    const output = await open(draft, 'wx', mode);
    try {
      const chunk = Buffer.alloc(CHUNK);
      for (let at = 0; at < size;) {
        await ready();
        signal.throwIfAborted();
        const length = still(() =>
          markOf(source) === mark ? readSync(source, chunk, 0, Math.min(CHUNK, size - at), at) : 0,
        );
        if (length === 0) return false;
        await output.write(chunk, 0, length, at);
        at += length;
        onProgress({ done: at, total: size });
        await nextTurn();
      }
      if (rollback) {
        await output.truncate(rollback.size);
        for (const { offset, content } of rollback.pages) await output.write(content, 0, content.length, offset);
      }
      await output.sync();
      return true;
    } finally {
      await output.close();
    }
  } finally {
    closeSync(source);
  }
}

function openSource(target: string): {
  readonly source: number;
  readonly size: number;
  readonly mode: number;
  readonly mark: number;
  readonly rollback: Rollback | undefined;
} {
  const source = openSync(target, 'r');
  try {
    const { size, mode } = fstatSync(source);
    return { source, size, mode: mode & 0o777, mark: markOf(source), rollback: pendingRollback(target) };
  } catch (error) {
    closeSync(source);
    throw error;
  }
}

/** Changes with every commit into this file. One that puts another file in its place leaves this one as it is. */
function markOf(source: number): number {
  const header = Buffer.alloc(HEADER_SIZE);
  readSync(source, header, 0, HEADER_SIZE, 0);
  return changeCounterOf(header);
}
