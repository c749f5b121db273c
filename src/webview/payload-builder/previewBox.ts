import type { PieceSource, PreviewPiece } from '../../shared/protocol/payloadBuilder';
import { element } from '../common/element';

/** About how many characters a line has, and how high it is in pixels: what a box reserves while it is not laid out. */
const [LINE_LENGTH, LINE_HEIGHT] = [80, 19];

/**
 * A part of the preview. Only its text and colours are here; the browser lays it out when it comes near the screen
 * (`content-visibility`), so that a prompt of a megabyte costs what is seen of it.
 */
export function createPreviewBox(pieces: readonly PreviewPiece[]): HTMLElement {
  const box = element('div', { class: 'box' }, ...pieces.map(createPiece));
  box.style.setProperty('contain-intrinsic-size', `auto ${String(heightOf(pieces))}px`);
  return box;
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

/** The sources that a box has, for the legend. */
export function sourcesOf(pieces: readonly PreviewPiece[]): readonly PieceSource[] {
  return [...new Set(pieces.map(({ source }) => source))];
}

function heightOf(pieces: readonly PreviewPiece[]): number {
  const lines = pieces
    .map(({ text }) => text)
    .join('')
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LENGTH)), 0);
  return lines * LINE_HEIGHT;
}
