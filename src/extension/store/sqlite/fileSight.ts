import { StoreError } from '../../domain/ports/storeError';
import { errorCode } from './fileError';
import { identityAt, sameFile, type FileIdentity } from './fileIdentity';
import { nodeFileOperations } from './fileOperations';
import { isHotJournal } from './hotJournal';
import { targetOf } from './readFile';
import { journalPathOf } from './vfsDatabase';

/** Two changes within one tick of the file system's clock look alike: longer than that tick, in milliseconds. */
const TICK_MS = 100;

/** What can be seen of a database from outside, without a lock. */
export interface FileSight {
  readonly file: FileIdentity | undefined;
  /** Undefined unless the journal holds what has to be played back. */
  readonly journal: FileIdentity | undefined;
  /** False when the last change is so recent that a further one might not show. */
  readonly isAtRest: boolean;
}

/** Looks at the file at a path and at its journal. What cannot be reached counts as absent. */
export function seeFile(path: string): FileSight {
  const file = identityAt(path);
  const journal = hotJournalOf(path);
  const isAtRest = [file, journal].every((identity) => !identity || !isRecent(identity));
  return { file, journal, isAtRest };
}

/** True when what is read is the same at both times. */
export function sameSight(a: FileSight, b: FileSight): boolean {
  return sameFile(a.file, b.file) && sameFile(a.journal, b.journal);
}

function hotJournalOf(path: string): FileIdentity | undefined {
  try {
    const journal = journalPathOf(targetOf(path));
    return isHotJournal(journal, nodeFileOperations) ? identityAt(journal) : undefined;
  } catch (error) {
    // Reading the database will say what is the matter.
    if (errorCode(error) === undefined && !(error instanceof StoreError)) throw error;
    return undefined;
  }
}

function isRecent({ modifiedNs }: FileIdentity): boolean {
  return Math.abs(Date.now() - Number(modifiedNs / 1_000_000n)) < TICK_MS;
}
