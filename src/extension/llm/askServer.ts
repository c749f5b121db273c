import { GenerationError } from '../domain/ports/modelServer';
import type { Endpoint } from './endpoint';
import { silentAboutItself } from './failures';
import { sendRequest } from './http';
import type { HttpLimits } from './httpLimits';
import { LONGEST_ANSWER, LONGEST_ERROR, parseJson, readBody } from './readBody';

/** The longest that a server may take to say what it is, in milliseconds. */
const LONGEST_SILENCE = 15_000;

/** What a server says about itself at one path. */
export interface Statement {
  readonly status: number;
  /** The JSON of the body; undefined when it is none. */
  readonly json: unknown;
  readonly text: string;
  /** The header `server`, or an empty text. */
  readonly software: string;
}

/**
 * Asks a server something about itself.
 * @throws {GenerationError} only for failures of the connection; a status of 400 or more is a statement too
 */
export async function askServer(
  endpoint: Endpoint,
  path: string,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<Statement> {
  const silence = limits.silence > 0 ? Math.min(limits.silence, LONGEST_SILENCE) : LONGEST_SILENCE;
  try {
    const answer = await sendRequest(endpoint, { method: 'GET', path }, { connect: limits.connect, silence }, signal);
    const { text } = await readBody(answer, answer.status === 200 ? LONGEST_ANSWER : LONGEST_ERROR);
    return { status: answer.status, json: parseJson(text), text, software: String(answer.headers['server'] ?? '') };
  } catch (error) {
    if (error instanceof GenerationError && error.reason === 'silence-timeout')
      throw silentAboutItself(endpoint, silence);
    throw error;
  }
}
