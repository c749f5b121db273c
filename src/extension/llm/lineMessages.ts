import type { Endpoint } from './endpoint';
import { findError } from './errorShapes';
import { endedEarly, notTheProtocol } from './failures';
import type { HttpAnswer } from './http';
import { failureWhileAnswering, httpFailure } from './httpFailure';
import { readLines } from './jsonLines';
import { parseJson } from './readBody';

/** What sentences call a stream of lines. */
export const LINES = 'lines of JSON';

/**
 * Reads the answer to a streaming request as Ollama gives it: one JSON object in each line, whatever the content type
 * says (KoboldCpp's imitation calls it an event stream). An answer in one piece is one line.
 * @throws {GenerationError} for a status other than 200, an error in a line, and bytes that are not the protocol
 */
export async function* readLineMessages(endpoint: Endpoint, answer: HttpAnswer): AsyncGenerator<object> {
  if (answer.status !== 200) throw await httpFailure(endpoint, answer);
  for await (const item of readLines(answer.body)) {
    if (item.kind === 'malformed') throw notTheProtocol(endpoint, LINES, item.found);
    const value = parseJson(item.line);
    if (typeof value !== 'object' || value === null) {
      if (item.cut && item.line.trimStart().startsWith('{')) throw endedEarly(endpoint);
      throw notTheProtocol(endpoint, LINES, `"${item.line.slice(0, 200)}"`);
    }
    const said = findError(value);
    if (said) throw failureWhileAnswering(endpoint, said);
    yield value;
  }
}
