/** The longest line, in UTF-16 units; a longer one is not from a model server. */
const LONGEST_LINE = 1024 * 1024;

/** What a stream of lines holds. */
export type LineItem =
  /** A line that is not blank. `cut` when the stream ended inside it, so that it may not be whole. */
  | { readonly kind: 'line'; readonly line: string; readonly cut: boolean }
  /** Not UTF-8, or a line without end. Nothing follows. */
  | { readonly kind: 'malformed'; readonly found: string };

/** Reads lines from bytes cut anywhere; they may end with LF or CR LF, and the last one without either. */
export async function* readLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<LineItem> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const piece of pieces) {
    try {
      rest += decoder.decode(piece, { stream: true });
    } catch {
      yield { kind: 'malformed', found: 'bytes that are not UTF-8' };
      return;
    }
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield { kind: 'line', line, cut: false };
    if (rest.length > LONGEST_LINE) {
      yield { kind: 'malformed', found: 'a line of more than 1 MB' };
      return;
    }
  }
  // Half a character at the end is part of the cut, no fault.
  if (rest.trim() !== '') yield { kind: 'line', line: rest, cut: true };
}
