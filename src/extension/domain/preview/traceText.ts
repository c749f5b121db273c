import type { ModelFormat } from '../formats/modelFormat';
import { renderMessages } from '../formats/renderMessages';
import { JOIN, type TracedMessage, type TracedPiece } from './trace';

/** Characters of the private use area around the number of a message: no format has them, and no trimming takes them. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];

/**
 * The one text that a completion endpoint receives, in pieces. It is exactly what `renderMessages` makes: that function
 * writes the marks around stand-ins, and the pieces take the places of these.
 */
export function traceText(messages: readonly TracedMessage[], format: ModelFormat): readonly TracedPiece[] {
  if (format.kind !== 'template') {
    return messages.flatMap(({ pieces }, index) => (index === 0 ? pieces : [JOIN, ...pieces]));
  }
  const standIns = messages.map(({ role }, index) => ({ role, content: `${OPEN}${index}${CLOSE}` }));
  const { text } = renderMessages(standIns, format);
  return text.split(new RegExp(`${OPEN}(\\d+)${CLOSE}`)).flatMap((part, index) => {
    const message = index % 2 === 1 ? messages[Number(part)] : undefined;
    return message === undefined ? (part === '' ? [] : [mark(part)]) : contentOf(message, format);
  });
}

function mark(text: string): TracedPiece {
  return { text, source: { kind: 'format' }, placeId: null };
}

function contentOf({ role, pieces }: TracedMessage, { trim }: ModelFormat): readonly TracedPiece[] {
  return trim === 'everything' || (trim === 'answers' && role === 'assistant') ? trimPieces(pieces) : pieces;
}

/** The pieces without the blanks at both ends of their text. */
function trimPieces(pieces: readonly TracedPiece[]): readonly TracedPiece[] {
  const first = pieces.findIndex(({ text }) => text.trim() !== '');
  const last = pieces.findLastIndex(({ text }) => text.trim() !== '');
  return pieces.slice(first, first === -1 ? 0 : last + 1).map((piece, index, { length }) => {
    const start = index === 0 ? piece.text.trimStart() : piece.text;
    return { ...piece, text: index === length - 1 ? start.trimEnd() : start };
  });
}
