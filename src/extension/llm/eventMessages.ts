import type { Endpoint } from './endpoint';
import { findError } from './errorShapes';
import { endedEarly, notTheProtocol } from './failures';
import type { HttpAnswer } from './http';
import { failureWhileAnswering, httpFailure, statusFailure } from './httpFailure';
import { LONGEST_ANSWER, parseJson, readBody } from './readBody';
import { readEvents } from './serverSentEvents';

/** The mark that ends an OpenAI-compatible stream. */
export const DONE = Symbol('[DONE]');

/** What sentences call a stream of events. */
export const EVENTS = 'a stream of server-sent events with JSON';

/**
 * Reads the answer to a streaming request: the JSON of each event, or `DONE`. An answer in one piece of JSON, as
 * servers give that cannot stream, is one message.
 * @throws {GenerationError} for a status other than 200, an error in the stream, and bytes that are not the protocol
 */
export async function* readMessages(endpoint: Endpoint, answer: HttpAnswer): AsyncGenerator {
  if (answer.status !== 200) throw await httpFailure(endpoint, answer);
  const type = (answer.headers['content-type'] ?? '').toLowerCase();
  if (type !== '' && !type.includes('text/event-stream')) {
    yield await onePiece(endpoint, answer, type);
    return;
  }
  let bytes = 0;
  let messages = 0;
  let odd = '';
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of answer.body) {
      bytes += piece.byteLength;
      yield piece;
    }
  }
  for await (const item of readEvents(counted())) {
    switch (item.kind) {
      case 'malformed':
        throw notTheProtocol(endpoint, EVENTS, item.found);
      case 'stray': {
        const said = findError(parseJson(item.line));
        if (said) throw failureWhileAnswering(endpoint, said);
        odd ||= item.line;
        break;
      }
      case 'data': {
        if (item.data.trim() === '[DONE]') {
          messages++;
          yield DONE;
          break;
        }
        const value = parseJson(item.data);
        if (value === undefined) {
          if (item.cut) throw endedEarly(endpoint);
          throw notTheProtocol(endpoint, EVENTS, `"${item.data.slice(0, 200)}"`);
        }
        const said = findError(value);
        if (said) throw failureWhileAnswering(endpoint, said);
        messages++;
        yield value;
        break;
      }
    }
  }
  if (messages === 0 && bytes > 0) {
    throw notTheProtocol(
      endpoint,
      EVENTS,
      odd === '' ? `${String(bytes)} bytes without an event` : `"${odd.slice(0, 200)}"`,
    );
  }
}

async function onePiece(endpoint: Endpoint, answer: HttpAnswer, type: string): Promise<unknown> {
  const { text, complete } = await readBody(answer, LONGEST_ANSWER);
  const value = complete ? parseJson(text) : undefined;
  // LM Studio answers unknown paths with 200 and an error; the status of the error is what it means to say.
  if (findError(value)) throw statusFailure(endpoint, answer.status, text);
  if (typeof value === 'object' && value !== null) return value;
  throw notTheProtocol(endpoint, EVENTS, `${type}: "${text.slice(0, 200)}"`);
}
