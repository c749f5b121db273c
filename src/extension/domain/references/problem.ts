import type { Text } from '../../../shared/model/text';

/** What is wrong with a reference, found before anything is sent. */
export interface Problem {
  readonly kind: 'unresolved' | 'cycle' | 'notYetAnswered';
  /** A sentence for a person. */
  readonly text: Text;
  /** The block whose text holds the reference. */
  readonly blockId: number;
  /** Where the reference stands in that block's content: UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}
