import * as v from 'valibot';
import type { GenerationEnd } from '../domain/ports/modelServer';
import { maybeNumber, tokenCount } from './answerParts';
import type { Endpoint } from './endpoint';
import { sendRequest, type HttpRequest } from './http';
import { TimeLimit } from './httpLimits';
import { LONGEST_ERROR, parseJson, readBody } from './readBody';

/** How long KoboldCpp may take to say what it just did, in milliseconds. */
const TELLING = 5000;
/** How long a person who stops a run may have to wait for the abort, in milliseconds. */
const ABORTING = 1000;

const perf = v.object({
  stop_reason: maybeNumber,
  last_token_count: tokenCount,
  last_input_count: tokenCount,
  last_seed: maybeNumber,
});

/**
 * Completes the end of an answer from `GET /api/extra/perf`: the streams have no token counts, and report a stop
 * string as "length". What cannot be had is left as it is; nothing is thrown.
 * @param seed the seed that was sent; where the server's last one differs, it has answered somebody else meanwhile
 */
export async function completeEnd(
  endpoint: Endpoint,
  end: GenerationEnd,
  seed: number | undefined,
  signal: AbortSignal,
): Promise<GenerationEnd> {
  const status = v.safeParse(perf, await ask(endpoint, { method: 'GET', path: '/api/extra/perf' }, TELLING, signal));
  if (!status.success) return end;
  const { stop_reason, last_token_count, last_input_count, last_seed } = status.output;
  if (seed !== undefined && seed > 0 && last_seed !== undefined && last_seed !== seed) return end;
  const promptTokens = last_input_count ?? end.promptTokens;
  const completionTokens = last_token_count ?? end.completionTokens;
  return {
    ...end,
    // 0: the token limit, 1: the model's own end, 2: a stop string.
    finishReason: end.finishReason === 'length' && (stop_reason === 1 || stop_reason === 2) ? 'stop' : end.finishReason,
    ...(promptTokens !== undefined && { promptTokens }),
    ...(completionTokens !== undefined && { completionTokens }),
  };
}

/** Tells KoboldCpp to stop the request with that key. Whether it did is not known; nothing is thrown. */
export async function abortOnServer(endpoint: Endpoint, key: string): Promise<void> {
  await ask(endpoint, { method: 'POST', path: '/api/extra/abort', json: { genkey: key } }, ABORTING);
}

async function ask(
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
    const { text } = await readBody(answer, LONGEST_ERROR);
    return answer.status === 200 ? parseJson(text) : undefined;
  } catch {
    return undefined;
  } finally {
    limit.clear();
    signal?.removeEventListener('abort', onAbort);
  }
}
