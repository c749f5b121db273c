import type { Text } from '../../../shared/model/text';

/** What is wrong with a payload's text, found before anything is sent. */
export interface Problem {
  readonly kind:
    /** The reference names something that does not exist. */
    | 'unresolved'
    /** Blocks that contain each other. */
    | 'cycle'
    /** The reference names a payload that has no response at this place of the workflow. */
    | 'notYetAnswered'
    /** The expanded text would pass a limit. */
    | 'tooLarge'
    /** The payload has no text to send. */
    | 'empty';
  /** A sentence for a person. */
  readonly text: Text;
  /** The block whose text holds the reference; null for a problem of the payload itself (`empty`). */
  readonly blockId: number | null;
  /** Where the reference stands in that block's content: UTF-16 offsets, end exclusive. Both 0 without a place. */
  readonly start: number;
  readonly end: number;
}
