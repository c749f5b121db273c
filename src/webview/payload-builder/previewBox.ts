import type { Role } from '../../shared/model/payload';
import type { PieceSource, PreviewBox, PreviewPiece } from '../../shared/protocol/payloadBuilder';
import { element } from '../common/element';
import type { ItemView } from '../common/keyedViews';

/** About how high a line is, in pixels: what a box reserves while it is not laid out. */
const LINE_HEIGHT = 19;

/**
 * A part of the preview. Only its text and colours are here; the browser lays it out when it comes near the screen
 * (`content-visibility`), so that a prompt of a megabyte costs what is seen of it.
 */
export class PreviewBoxView implements ItemView<PreviewBox> {
  readonly element = element('div', { class: 'box' });
  private found: ReadonlySet<PieceSource> = new Set();
  private filled = false;
  private role: Role | null = null;

  constructor({ lines }: PreviewBox) {
    this.element.dataset['lines'] = String(lines);
    reserve(this.element, lines);
  }

  /** Where its text comes from, for the legend. */
  get sources(): ReadonlySet<PieceSource> {
    return this.found;
  }

  /** Whether its text is there. */
  get isFilled(): boolean {
    return this.filled;
  }

  update({ role }: PreviewBox): void {
    if (role === this.role) return;
    this.role = role;
    if (role === null) delete this.element.dataset['role'];
    else this.element.dataset['role'] = role;
  }

  /** Shows its text, which comes once. */
  fill(pieces: readonly PreviewPiece[]): void {
    this.filled = true;
    this.found = new Set(pieces.map(({ source }) => source));
    this.element.replaceChildren(...pieces.map(createPiece));
  }
}

/** Lets a group of boxes that is not laid out take the room of its boxes. */
export function reserveRoom(group: HTMLElement): void {
  reserve(
    group,
    Array.from(group.children, (box) => Number((box as HTMLElement).dataset['lines'])).reduce(
      (sum, lines) => sum + lines,
      0,
    ),
  );
}

function reserve(element: HTMLElement, lines: number): void {
  const room = `auto ${String(lines * LINE_HEIGHT)}px`;
  if (element.style.containIntrinsicSize !== room) element.style.containIntrinsicSize = room;
}

function createPiece({ text, source, blockId, origin }: PreviewPiece): HTMLElement {
  const isLink = source === 'reference' && blockId !== null;
  return element('span', {
    class: `piece piece-${source}`,
    text,
    title: origin,
    attributes: {
      'data-block': blockId === null ? undefined : String(blockId),
      ...(isLink ? { role: 'link', tabindex: '0' } : {}),
    },
  });
}
