import { GenerationError } from '../domain/ports/modelServer';
import type { Endpoint } from './endpoint';
import { silentAboutItself } from './failures';
import { sendRequest } from './http';
import { TimeLimit, type HttpLimits } from './httpLimits';
import { LONGEST_ERROR, parseJson, readBody } from './readBody';

/** The longest that a server may take to say one thing about itself, from the connection on, in milliseconds. */
const LONGEST_SILENCE = 15_000;
/** The most that is read of it, in bytes: a list of thousands of models or a long template is far shorter. */
const LONGEST_STATEMENT = 4 * 1024 * 1024;

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
 * Asks a server something about itself. It never takes longer than the limit of the connection and 15 seconds, also
 * where the server sends a byte now and then.
 * @param json what to ask with, by POST; without it the question is a GET
 * @throws {GenerationError} only for failures of the connection; a status of 400 or more is a statement too
 */
export async function askServer(
  endpoint: Endpoint,
  path: string,
  limits: HttpLimits,
  signal: AbortSignal,
  json?: unknown,
): Promise<Statement> {
  const silence = limits.silence > 0 ? Math.min(limits.silence, LONGEST_SILENCE) : LONGEST_SILENCE;
  // Not AbortSignal.any: before Node 22 the collector may take what it makes away unfired.
  const stop = new AbortController();
  const onAbort = (): void => {
    stop.abort();
  };
  if (signal.aborted) stop.abort();
  signal.addEventListener('abort', onAbort);
  const whole = new TimeLimit();
  try {
    const method = json === undefined ? 'GET' : 'POST';
    const request = { method, path, ...(json !== undefined && { json }) } as const;
    const answer = await sendRequest(endpoint, request, { connect: limits.connect, silence }, stop.signal);
    whole.start(silence, onAbort);
    const { text } = await readBody(answer, answer.status === 200 ? LONGEST_STATEMENT : LONGEST_ERROR);
    return { status: answer.status, json: parseJson(text), text, software: String(answer.headers['server'] ?? '') };
  } catch (error) {
    const isLate = stop.signal.aborted && !signal.aborted;
    if (isLate || (error instanceof GenerationError && error.reason === 'silence-timeout')) {
      throw silentAboutItself(endpoint, silence);
    }
    throw error;
  } finally {
    whole.clear();
    signal.removeEventListener('abort', onAbort);
  }
}
