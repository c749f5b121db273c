import type { Preview, PreviewPiece } from '../../../shared/protocol/payloadBuilder';
import type { Box } from './previewPieces';

interface Sent {
  readonly key: number;
  readonly box: Box;
}

/** Remembers which boxes a page has, so that an edit sends only what it changed. */
export class SentBoxes {
  private sent = new Map<string, Sent>();
  private lastKey = 0;

  /** The page has nothing: it has just begun. */
  forget(): void {
    this.sent.clear();
  }

  /** Names each box, and yields the pieces of those that the page does not have. */
  send(boxes: readonly Box[]): Pick<Preview, 'boxes' | 'fresh'> {
    const next = new Map<string, Sent>();
    const counts = new Map<number | null, number>();
    const fresh: (readonly [number, readonly PreviewPiece[]])[] = [];
    const named = boxes.map((box) => {
      const count = counts.get(box.placeId) ?? 0;
      counts.set(box.placeId, count + 1);
      const name = `${box.placeId ?? ''} ${count}`;
      const before = this.sent.get(name);
      const sent = before !== undefined && isSame(before.box, box) ? before : { key: ++this.lastKey, box };
      if (sent !== before) {
        fresh.push([sent.key, box.pieces]);
      }
      next.set(name, sent);
      return { key: sent.key, role: box.role };
    });
    this.sent = next;
    return { boxes: named, fresh };
  }
}

function isSame(one: Box, other: Box): boolean {
  return (
    one.pieces.length === other.pieces.length &&
    one.pieces.every((piece, index) => {
      const twin = other.pieces[index];
      return (
        piece.text === twin?.text &&
        piece.source === twin.source &&
        piece.blockId === twin.blockId &&
        piece.origin === twin.origin
      );
    })
  );
}
