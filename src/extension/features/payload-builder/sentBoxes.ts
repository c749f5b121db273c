import { SentList } from '../../../shared/protocol/listDelta';
import type { FreshPieces, Preview, PreviewBox, PreviewPiece } from '../../../shared/protocol/payloadBuilder';
import type { Box } from './previewPieces';

/** How much text goes to a page at once, in UTF-16 units: more than fits on its screen. The rest follows. */
const AT_ONCE = 24_000;
/** How much text a message has that follows. */
const LATER = 250_000;

/** About how many characters a line of a page has. */
const LINE_LENGTH = 80;

interface Sent {
  readonly key: number;
  readonly box: Box;
  readonly lines: number;
}

/** Remembers which boxes a page has, so that an edit sends only what it changed. */
export class SentBoxes {
  private sent = new Map<string, Sent>();
  /** The boxes that the page knows of, but has no pieces of yet. */
  private unsent = new Map<number, readonly PreviewPiece[]>();
  private readonly named = new SentList<PreviewBox>(({ key }) => key);
  private lastKey = 0;

  /** The page has nothing: it has just begun. */
  forget(): void {
    this.sent.clear();
    this.unsent.clear();
    this.named.forget();
  }

  /** Names each box, and yields the pieces of the first ones that the page does not have. */
  send(boxes: readonly Box[]): Pick<Preview, 'boxes' | 'fresh'> {
    const next = new Map<string, Sent>();
    const counts = new Map<number | null, number>();
    const unsent = new Map<number, readonly PreviewPiece[]>();
    const named = boxes.map((box) => {
      const count = counts.get(box.placeId) ?? 0;
      counts.set(box.placeId, count + 1);
      const name = `${box.placeId ?? ''} ${count}`;
      const before = this.sent.get(name);
      const isKnown = before !== undefined && isSame(before.box, box);
      const sent = isKnown ? before : { key: ++this.lastKey, box, lines: linesOf(box.pieces) };
      if (!isKnown || this.unsent.has(sent.key)) {
        unsent.set(sent.key, box.pieces);
      }
      next.set(name, sent);
      return { key: sent.key, role: box.role, lines: sent.lines };
    });
    this.sent = next;
    this.unsent = unsent;
    return { boxes: this.named.send(named), fresh: this.take(AT_ONCE) };
  }

  /** More of the pieces that the page does not have; none when it has all. */
  more(): FreshPieces {
    return this.take(LATER);
  }

  private take(most: number): FreshPieces {
    const taken: (readonly [number, readonly PreviewPiece[]])[] = [];
    let length = 0;
    for (const [key, pieces] of this.unsent) {
      if (length >= most) {
        break;
      }
      length += lengthOf(pieces);
      taken.push([key, pieces]);
      this.unsent.delete(key);
    }
    return taken;
  }
}

function lengthOf(pieces: readonly PreviewPiece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

function linesOf(pieces: readonly PreviewPiece[]): number {
  const text = pieces.map((piece) => piece.text).join('');
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LENGTH)), 0);
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
