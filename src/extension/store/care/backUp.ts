import { rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseCopy } from '../../domain/ports/libraryCare';
import { fileError } from '../sqlite/fileError';
import { sizeOfDatabaseFile, targetOf } from '../sqlite/readFile';
import { draftOf, moveDraft, removeAbandonedDrafts } from '../sqlite/replaceFile';
import type { CareContext } from './careContext';
import { copiesFolderOf, copiesOf, newCopyPath, removeOldCopies, type MadeKind } from './copies';
import { copyDatabase } from './copyDatabase';

/** How often it is tried to copy while others write; then they wait for it. */
const ATTEMPTS = 3;

/** The pause before another attempt, in milliseconds. */
const PAUSE_MS = 100;

/** How old the newest daily copy is when another one is due, in milliseconds. */
const DAY_MS = 86_400_000;

/** Copies the database as of one moment into the folder beside it. Undefined while there is no database. */
export async function backUp(context: CareContext, kind: MadeKind): Promise<DatabaseCopy | undefined> {
  const target = targetOf(context.path);
  if (sizeOfDatabaseFile(target, false) === 0) return undefined;
  let place = target;
  try {
    place = newCopyPath(target, kind, Date.now());
    removeAbandonedDrafts(copiesFolderOf(target));
    await makeCopy(context, place);
    return { path: place, kind, madeAt: Date.now(), size: statSync(place).size };
  } catch (error) {
    context.signal.throwIfAborted();
    throw fileError(error, place);
  }
}

/** Does this when the last copy of its kind is a day old, and keeps only so many. */
export async function backUpDaily(context: CareContext, keep: number): Promise<DatabaseCopy | undefined> {
  if (context.file.storage === 'read-only') return undefined;
  const target = targetOf(context.path);
  const newest = copiesOf(target).find(({ kind }) => kind === 'daily');
  const now = Date.now();
  // A copy from the future tells of a clock that was set, not of a copy of today.
  if (newest && newest.madeAt <= now && now - newest.madeAt < DAY_MS) return undefined;
  const copy = await backUp(context, 'daily');
  if (copy) removeOldCopies(target, keep);
  return copy;
}

async function makeCopy({ file, ready, inTurn, signal, onProgress }: CareContext, place: string): Promise<void> {
  const draft = draftOf(place);
  const copying = { still: <T>(action: (target: string) => T) => file.still(action), draft, signal, onProgress };
  try {
    for (let attempt = 1; !(await copyDatabase({ ...copying, ready })); attempt += 1) {
      rmSync(draft, { force: true });
      if (attempt < ATTEMPTS) {
        await delay(PAUSE_MS, undefined, { signal });
        continue;
      }
      await inTurn(async () => {
        await file.prepareWrite();
        try {
          await copyDatabase({ ...copying, ready: () => Promise.resolve() });
        } finally {
          file.endWrite();
        }
      });
      break;
    }
    await moveDraft(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
