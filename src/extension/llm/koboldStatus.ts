import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { GenerationEnd } from '../domain/ports/modelServer';
import { maybeNumber, tokenCount } from './answerParts';
import { askQuietly } from './askQuietly';
import type { Endpoint } from './endpoint';

/** How long KoboldCpp may take to say what it just did, in milliseconds. */
const TELLING = 5000;
/** How long a person who stops a run may have to wait for the abort, in milliseconds. */
const ABORTING = 1000;
/** When to ask again for the end of a request that KoboldCpp does not know yet, in milliseconds. */
const ABORT_AGAIN = 200;

/** What `stop_reason` says: 0 is the token limit. */
const OWN_END = 1;
const STOP_STRING = 2;

const perf = v.object({
  stop_reason: maybeNumber,
  last_token_count: tokenCount,
  last_input_count: tokenCount,
  last_seed: maybeNumber,
});
const check = v.object({ results: v.tuple([v.object({ text: v.string() })]) });
const aborted = v.object({ success: v.union([v.string(), v.boolean()]) });

/** What was asked. */
export interface Asked {
  /** Where the server's last one differs, it has answered somebody else meanwhile. */
  readonly seed: number | undefined;
  readonly stop: readonly string[] | undefined;
  readonly key: string;
}

/**
 * Completes the end of an answer from `GET /api/extra/perf`: the streams have no token counts, and report a stop
 * string as "length". What cannot be had is left as it is; nothing is thrown.
 */
export async function completeEnd(
  endpoint: Endpoint,
  said: GenerationEnd,
  { seed, stop, key }: Asked,
  signal: AbortSignal,
): Promise<GenerationEnd> {
  const end = withoutConstantCounts(said);
  const request = { method: 'GET', path: '/api/extra/perf' } as const;
  const status = v.safeParse(perf, await askQuietly(endpoint, request, TELLING, signal));
  if (!status.success) return end;
  const { stop_reason, last_token_count, last_input_count, last_seed } = status.output;
  if (seed !== undefined && seed > 0 && last_seed !== undefined && last_seed !== seed) return end;
  const promptTokens = last_input_count ?? end.promptTokens;
  const completionTokens = last_token_count ?? end.completionTokens;
  const stopped = stop_reason === OWN_END || stop_reason === STOP_STRING;
  const stopString = stop_reason === STOP_STRING ? await stopStringOf(endpoint, stop ?? [], key, signal) : undefined;
  return {
    ...end,
    finishReason: end.finishReason === 'length' && stopped ? 'stop' : end.finishReason,
    ...(promptTokens !== undefined && { promptTokens }),
    ...(completionTokens !== undefined && { completionTokens }),
    ...(stopString !== undefined && { stopString }),
  };
}

/**
 * Tells KoboldCpp to stop the request with that key, once more where it does not know it yet: it may still be reading
 * it. Whether it stopped is not known; nothing is thrown.
 */
export async function abortOnServer(endpoint: Endpoint, key: string): Promise<void> {
  const request = { method: 'POST', path: '/api/extra/abort', json: { genkey: key } } as const;
  const answer = v.safeParse(aborted, await askQuietly(endpoint, request, ABORTING));
  // Its words for true and false are texts.
  if (!answer.success || String(answer.output.success) !== 'false') return;
  await delay(ABORT_AGAIN);
  await askQuietly(endpoint, request, ABORTING - ABORT_AGAIN);
}

/** Which stop string it was: the only one, or the one at the end of the text as KoboldCpp keeps it, untrimmed. */
async function stopStringOf(
  endpoint: Endpoint,
  stop: readonly string[],
  key: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (stop.length <= 1) return stop[0];
  const request = { method: 'POST', path: '/api/extra/generate/check', json: { genkey: key } } as const;
  const found = v.safeParse(check, await askQuietly(endpoint, request, TELLING, signal));
  if (!found.success) return undefined;
  const [{ text }] = found.output.results;
  const ending = stop.filter((one) => text.endsWith(one));
  return ending.sort((a, b) => b.length - a.length)[0];
}

/** KoboldCpp until 1.76 counts 100 tokens of every prompt and every answer in its chat API. */
function withoutConstantCounts(end: GenerationEnd): GenerationEnd {
  const { finishReason, promptTokens, completionTokens, model } = end;
  if (promptTokens !== 100 || completionTokens !== 100) return end;
  return { finishReason, ...(model !== undefined && { model }) };
}
