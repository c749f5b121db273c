import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './fault';
import type { Thinking } from './thinking';

/** The longest request that is read, in bytes. */
const LONGEST_REQUEST = 32 * 1024 * 1024;

/** One request and the way to answer it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of the body; undefined when it is none. */
  readonly body: unknown;
  readonly response: ServerResponse;
  /** Set when the client goes away. */
  readonly signal: AbortSignal;
  /** What to do wrong with it. */
  readonly fault: Fault | undefined;
  /** What stands before the text of the answer. */
  readonly thinking: Thinking | undefined;
}

/** Reads the body of a request as JSON. */
export async function readRequest(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.byteLength;
    if (size > LONGEST_REQUEST) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The fields of a request; none when the body is no JSON object. */
export function fieldsOf(body: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Answers with JSON. */
export function replyJson(response: ServerResponse, status: number, value: unknown): void {
  reply(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** Answers with a body of a known length. */
export function reply(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  if (response.headersSent) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.byteLength });
  response.end(bytes);
}
