import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { changeCounterOf } from './fileHeader';
import { nodeFileOperations, type FileOperations } from './fileOperations';
import { isHotJournal } from './hotJournal';
import { readHeader } from './readFile';
import { endJournal } from './recovery';
import { unconfirmed } from './replaceFile';
import { journalPathOf } from './vfsDatabase';

/** How often the end of a transaction is made durable before it is said that this failed. */
const ATTEMPTS = 2;

/**
 * Whether a transaction stands whose commit has failed. Its last step marks the journal as void, and can fail after
 * having done so; the change counter in the file tells.
 * @throws {StoreError} with reason `unconfirmed` when this cannot be found out
 */
export function commitStands(target: string, counterAtBegin: number, operations = nodeFileOperations): boolean {
  try {
    if (isHotJournal(journalPathOf(target), operations)) return false;
    return changeCounterOf(readHeader(target)) !== counterAtBegin;
  } catch (cause) {
    throw new StoreError(
      'unconfirmed',
      text('The disk failed, and it is not known whether the change is in {0}. Look before you repeat it.', target),
      { cause },
    );
  }
}

/**
 * Makes the end of a transaction durable that stands.
 * @throws {StoreError} with reason `unconfirmed`
 */
export function confirmCommit(target: string, operations: FileOperations = nodeFileOperations): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      endJournal(target, operations);
      return;
    } catch (error) {
      if (attempt >= ATTEMPTS) throw unconfirmed(target, error);
    }
  }
}
