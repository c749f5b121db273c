import type { Text } from '../../../shared/model/text';
import { PersonError } from './personError';

/** Why the store could not do something. */
export type StoreErrorReason =
  | 'busy'
  | 'corrupt'
  | 'full'
  | 'read-only'
  | 'constraint'
  | 'newer-version'
  | 'foreign'
  /** A database of this program in which somebody has put triggers or views. */
  | 'foreign-code'
  | 'no-permission'
  | 'not-found'
  | 'closed'
  /** The disk failed so that a change may stand or not, or stands but may be undone by a power cut. */
  | 'unconfirmed'
  | 'failed';

/** What the store throws. The sentence is for a person; `cause` holds the rest for the log. */
export class StoreError extends PersonError {
  override readonly name = 'StoreError';

  constructor(
    readonly reason: StoreErrorReason,
    text: Text,
    options?: ErrorOptions,
  ) {
    super(text, options);
  }
}
