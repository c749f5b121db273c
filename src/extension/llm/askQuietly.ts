import type { Endpoint } from './endpoint';
import { sendRequest, type HttpRequest } from './http';
import { TimeLimit } from './httpLimits';
import { LONGEST_ANSWER, parseJson, readBody } from './readBody';

/**
 * Asks a server something that is good to know and not needed: the JSON of its answer, or undefined for any failure.
 * Nothing is thrown.
 * @param milliseconds how long that may take as a whole
 */
export async function askQuietly(
  endpoint: Endpoint,
  request: HttpRequest,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<unknown> {
  if (signal?.aborted === true) return undefined;
  // Not AbortSignal.any with AbortSignal.timeout: before Node 22 the collector may take them away unfired.
  const stop = new AbortController();
  const onAbort = (): void => {
    stop.abort();
  };
  signal?.addEventListener('abort', onAbort);
  const limit = new TimeLimit();
  limit.start(milliseconds, onAbort);
  try {
    const answer = await sendRequest(endpoint, request, { connect: 0, silence: 0 }, stop.signal);
    const { text } = await readBody(answer, LONGEST_ANSWER);
    return answer.status === 200 ? parseJson(text) : undefined;
  } catch {
    return undefined;
  } finally {
    limit.clear();
    signal?.removeEventListener('abort', onAbort);
  }
}
