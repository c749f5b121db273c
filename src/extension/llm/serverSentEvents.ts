import { createParser } from 'eventsource-parser';

/** The longest event, in UTF-16 units; a longer one is not from a model server. */
const LONGEST_EVENT = 1024 * 1024;

/** What a stream of server-sent events holds. */
export type StreamItem =
  /** The data of an event. `cut` when the stream ended inside it, so that it may not be whole. */
  | { readonly kind: 'data'; readonly data: string; readonly cut: boolean }
  /** A line that belongs to no event: some servers write an error so. */
  | { readonly kind: 'stray'; readonly line: string }
  /** Not UTF-8, or an event without end. Nothing follows. */
  | { readonly kind: 'malformed'; readonly found: string };

/**
 * Reads server-sent events (HTML standard, section 9.2) from bytes cut anywhere. An event that is not followed by a
 * blank line at the end of the stream is given too: KoboldCpp before 1.80 ends its streams so.
 */
export async function* readEvents(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<StreamItem> {
  let ready: StreamItem[] = [];
  let cut = false;
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent: ({ data }) => ready.push({ kind: 'data', data, cut }),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') tooLong = true;
      else if (error.line !== undefined) ready.push({ kind: 'stray', line: error.line });
    },
  });
  // Not `ignoreBOM`: a mark at the very beginning is no text, and all later ones are kept.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const feed = (decode: () => string): StreamItem[] => {
    ready = [];
    try {
      parser.feed(decode());
    } catch {
      ready.push({ kind: 'malformed', found: 'bytes that are not UTF-8' });
    }
    if (tooLong) ready.push({ kind: 'malformed', found: 'an event of more than 1 MB' });
    return ready;
  };

  for await (const piece of pieces) {
    for (const item of feed(() => decoder.decode(piece, { stream: true }))) {
      yield item;
      if (item.kind === 'malformed') return;
    }
  }
  cut = true;
  // Two line ends finish the last line and the event. Half a character at the end is part of the cut, no fault.
  yield* feed(() => '\n\n');
}
