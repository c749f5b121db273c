import type { Role } from '../../../shared/model/payload';
import type { PieceSource, PreviewPiece } from '../../../shared/protocol/payloadBuilder';
import type { TracedMessage, TracedPiece } from '../../domain/preview/trace';

/** A box breaks at the next line break after so many characters: a page lays out only the boxes that are on screen. */
const LONGEST_BOX = 3000;

/** A part of the preview that begins a line of its own. */
export interface Box {
  /** Set where a message begins. */
  readonly role: Role | null;
  /** The first place that contributes to it; tells which box of an earlier preview it may be. */
  readonly placeId: number | null;
  readonly pieces: readonly PreviewPiece[];
}

/** What a box needs to know about blocks and their places. */
export interface Origins {
  /** The block of a place. */
  readonly blockOf: (placeId: number) => number | undefined;
  readonly titleOf: (blockId: number) => string;
}

/** The boxes of one text. */
export function boxesOfText(pieces: readonly TracedPiece[], origins: Origins): readonly Box[] {
  return boxes(pieces, null, origins);
}

/** The boxes of messages, each beginning with one that names its role. */
export function boxesOfMessages(messages: readonly TracedMessage[], origins: Origins): readonly Box[] {
  return messages.flatMap(({ role, pieces }) => boxes(pieces, role, origins));
}

function boxes(pieces: readonly TracedPiece[], role: Role | null, origins: Origins): readonly Box[] {
  const found: { role: Role | null; placeId: number | null; pieces: PreviewPiece[] }[] = [];
  let box: (typeof found)[number] | undefined;
  let length = 0;
  for (const piece of pieces) {
    for (const part of lines(piece.text)) {
      const last = box?.pieces.at(-1)?.text;
      const mayBreak = last?.endsWith('\n') === true && (piece.source.kind !== 'join' || length > LONGEST_BOX);
      if (box === undefined || (mayBreak && (length > LONGEST_BOX || isOtherPlace(box.placeId, piece.placeId)))) {
        box = { role: found.length === 0 ? role : null, placeId: piece.placeId, pieces: [] };
        found.push(box);
        length = 0;
      }
      box.placeId ??= piece.placeId;
      box.pieces.push(describe(piece, part, origins));
      length += part.length;
    }
  }
  return found.length === 0 && role !== null ? [{ role, placeId: null, pieces: [] }] : found;
}

function isOtherPlace(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** A long text in parts of about the length of a box, each ending with a line. */
function lines(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > LONGEST_BOX) {
    const end = text.indexOf('\n', start + LONGEST_BOX);
    if (end === -1) {
      break;
    }
    parts.push(text.slice(start, end + 1));
    start = end + 1;
  }
  return start < text.length ? [...parts, text.slice(start)] : parts;
}

function describe({ source, placeId }: TracedPiece, text: string, { blockOf, titleOf }: Origins): PreviewPiece {
  const piece = (kind: PieceSource, blockId: number | null, origin: string): PreviewPiece => ({
    text,
    source: kind,
    blockId,
    origin,
  });
  switch (source.kind) {
    case 'author': {
      const isOwn = placeId === null || blockOf(placeId) === source.blockId;
      return piece(isOwn ? 'block' : 'reference', source.blockId, titleOf(source.blockId));
    }
    case 'response':
      return piece('response', null, source.payloadName);
    case 'placeholder':
      return piece('response', null, source.label);
    case 'variable':
      return piece('variable', null, source.name);
    case 'heading':
      return piece('extension', null, '');
    case 'join':
      return piece('block', null, ''); // nothing but a blank line, which no colour can show
    case 'format':
      return piece('format', null, '');
  }
}
