import type { Role } from '../../../shared/model/payload';
import type { Assembly } from '../payload/assemble';
import { BLANK_LINE, type Segment, type SegmentSource } from '../references/segment';

/** A piece of what will be sent, and where it comes from. */
export interface TracedPiece {
  readonly text: string;
  readonly source:
    | SegmentSource
    /** The blank line between two blocks. */
    | { readonly kind: 'join' }
    /** A mark of the model format. */
    | { readonly kind: 'format' };
  /** The place of the payload's list that it stands for; null for what no block contributes. */
  readonly placeId: number | null;
}

/** A message whose content is in pieces. */
export interface TracedMessage {
  readonly role: Role;
  readonly pieces: readonly TracedPiece[];
}

/** The blank line between two blocks, and between two messages without marks. */
export const JOIN: TracedPiece = { text: BLANK_LINE, source: { kind: 'join' }, placeId: null };

/** The messages of an assembly, each piece with its origin. Together the pieces are exactly the contents. */
export function traceMessages({ parts, appended }: Assembly): readonly TracedMessage[] {
  const messages: { role: Role; pieces: TracedPiece[] }[] = [];
  for (const { role, placeId, segments } of parts) {
    const pieces = segments.map((segment) => traced(segment, placeId));
    const last = messages.at(-1);
    if (last?.role === role) {
      last.pieces.push(JOIN, ...pieces);
    } else {
      messages.push({ role, pieces });
    }
  }
  if (appended.length > 0) {
    const pieces = appended.map((segment) => traced(segment, null));
    const user = messages.findLast(({ role }) => role === 'user');
    if (user === undefined) {
      messages.push({ role: 'user', pieces });
    } else {
      user.pieces.push(JOIN, ...pieces);
    }
  }
  return messages;
}

/** The text that the pieces make together. */
export function joinPieces(pieces: readonly TracedPiece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function traced({ text, source }: Segment, placeId: number | null): TracedPiece {
  return { text, source, placeId };
}
