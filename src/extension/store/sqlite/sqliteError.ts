import { text } from '../../../shared/model/text';
import { StoreError, type StoreErrorReason } from '../../domain/ports/storeError';

/** Result codes of SQLite, https://www.sqlite.org/rescode.html; only the low byte is compared. */
const reasons: ReadonlyMap<number, StoreErrorReason> = new Map([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read-only'],
  [11, 'corrupt'],
  [13, 'full'],
  [19, 'constraint'],
  [26, 'corrupt'],
]);

/** What SQLite itself refused, with its result code. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';

  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }

  /** The same for the outside. */
  toStoreError(): StoreError {
    const reason = reasons.get(this.code & 0xff) ?? 'failed';
    return new StoreError(reason, sentence(reason, this.message), { cause: this });
  }
}

function sentence(reason: StoreErrorReason, message: string): StoreError['text'] {
  switch (reason) {
    case 'constraint':
      return text('The change was refused because it breaks a rule of the database: {0}.', message);
    case 'corrupt':
      return text('The database is damaged: {0}. Restore a copy of the file.', message);
    case 'read-only':
      return text('A statement that changes the database was issued where only reading is allowed: {0}.', message);
    default:
      return text('The database refused a statement: {0}.', message);
  }
}
