/** How a server ends a stream on the wire. */
export type Framing =
  /** Chunks; the connection may stay open. */
  | 'chunked'
  /** No length: the stream ends when the connection closes, as KoboldCpp does by HTTP/1.0. */
  | 'untilClose';

/** How a server writes a stream. */
export interface StreamForm {
  readonly framing: Framing;
  readonly contentType: string;
  /** One message on the wire. */
  frame(message: string): string;
}

/** Server-sent events, with these lines before each. */
export function events(framing: Framing, before = ''): StreamForm {
  return { framing, contentType: 'text/event-stream', frame: (message) => `${before}data: ${message}\n\n` };
}

/** One message to a line. */
export function lines(framing: Framing, contentType: string): StreamForm {
  return { framing, contentType, frame: (message) => `${message}\n` };
}
