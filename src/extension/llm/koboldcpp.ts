import * as v from 'valibot';
import type { PayloadSettings } from '../../shared/model/payload';
import type { FinishReason } from '../../shared/model/run';
import type { GenerationEnd } from '../domain/ports/modelServer';
import { maybeText } from './answerParts';
import type { AnswerSink } from './answerSink';
import type { Endpoint } from './endpoint';
import { DONE, EVENTS, readMessages } from './eventMessages';
import { endedEarly, failedWhileAnswering, notTheProtocol } from './failures';
import { sendRequest } from './http';
import type { HttpLimits } from './httpLimits';
import { defined, seedOf } from './samplingFields';

/** One text to be continued by KoboldCpp. */
export interface KoboldRequest {
  readonly prompt: string;
  readonly stop: readonly string[] | undefined;
  readonly settings: PayloadSettings;
  /** Names this request among those of other clients, for stopping it. */
  readonly key: string;
}

const event = v.object({ token: maybeText, finish_reason: maybeText });
const whole = v.object({ results: v.tuple([v.object({ text: v.string(), finish_reason: maybeText })]) });

/**
 * Streams a continuation by KoboldCpp's native API, `POST /api/extra/generate/stream`.
 * @throws {GenerationError}
 */
export async function streamKoboldCpp(
  endpoint: Endpoint,
  request: KoboldRequest,
  limits: HttpLimits,
  sink: AnswerSink,
  signal: AbortSignal,
): Promise<GenerationEnd> {
  const json = requestBody(request);
  const answer = await sendRequest(
    endpoint,
    { method: 'POST', path: '/api/extra/generate/stream', json },
    limits,
    signal,
  );
  for await (const message of readMessages(endpoint, answer)) {
    if (message === DONE) break;
    const part = readPart(message);
    if (!part) throw notTheProtocol(endpoint, EVENTS, JSON.stringify(message).slice(0, 200));
    sink.text(part.text);
    if (part.finish === 'error') throw failedWhileAnswering(endpoint, 'finish_reason "error"');
    // Nothing follows the first reason; waiting for the close would only keep the person waiting.
    if (part.finish !== undefined) return { finishReason: finishReasonOf(part.finish) };
  }
  throw endedEarly(endpoint);
}

/** Translates the reason why a stream ended. */
export function finishReasonOf(reason: string): FinishReason {
  return reason === 'stop' || reason === 'length' ? reason : 'unknown';
}

function requestBody({ prompt, stop, settings, key }: KoboldRequest): Record<string, unknown> {
  const { topP, topK, minP, repeatPenalty, jsonSchema } = settings.parameters;
  return defined({
    prompt,
    max_length: settings.responseLength,
    temperature: settings.temperature,
    top_p: topP,
    top_k: topK,
    min_p: minP,
    rep_pen: repeatPenalty,
    sampler_seed: seedOf(settings.parameters),
    stop_sequence: stop,
    // KoboldCpp takes a grammar or the text of a JSON schema here.
    grammar: jsonSchema,
    trim_stop: true,
    genkey: key,
    // Our text is exact: a `{{[INPUT]}}` in it is what the author wrote, not a place for the server's template.
    replace_instruct_placeholders: false,
  });
}

function readPart(message: unknown): { readonly text: string; readonly finish: string | undefined } | undefined {
  const streamed = v.safeParse(event, message);
  if (streamed.success) {
    const { token, finish_reason } = streamed.output;
    const empty = typeof token !== 'string' && typeof finish_reason !== 'string';
    if (!empty) return { text: token ?? '', finish: finish_reason ?? undefined };
  }
  const one = v.safeParse(whole, message);
  if (!one.success) return undefined;
  const [{ text, finish_reason }] = one.output.results;
  return { text, finish: finish_reason ?? 'unknown' };
}
