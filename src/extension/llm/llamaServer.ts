import * as v from 'valibot';
import type { PayloadSettings } from '../../shared/model/payload';
import type { FinishReason } from '../../shared/model/run';
import type { GenerationEnd } from '../domain/ports/modelServer';
import { maybeName, maybeText, tokenCount } from './answerParts';
import type { AnswerSink } from './answerSink';
import type { Endpoint } from './endpoint';
import { DONE, EVENTS, readMessages } from './eventMessages';
import { endedEarly, notTheProtocol } from './failures';
import { sendRequest } from './http';
import type { HttpLimits } from './httpLimits';
import { defined, schemaOf, seedOf } from './samplingFields';

/** One text to be continued by llama-server. */
export interface LlamaRequest {
  readonly prompt: string;
  readonly stop: readonly string[] | undefined;
  readonly settings: PayloadSettings;
}

const event = v.object({
  content: maybeText,
  stop: v.fallback(v.boolean(), false),
  stop_type: maybeName,
  stopping_word: maybeName,
  truncated: v.fallback(v.boolean(), false),
  tokens_evaluated: tokenCount,
  tokens_predicted: tokenCount,
  model: maybeName,
});

/**
 * Streams a continuation by llama-server's native API, `POST /completion`. Its stream has no `[DONE]`; the last event
 * says why it ended.
 * @throws {GenerationError}
 */
export async function streamLlamaServer(
  endpoint: Endpoint,
  request: LlamaRequest,
  limits: HttpLimits,
  sink: AnswerSink,
  signal: AbortSignal,
): Promise<GenerationEnd> {
  const json = requestBody(request);
  const answer = await sendRequest(endpoint, { method: 'POST', path: '/completion', json }, limits, signal);
  for await (const message of readMessages(endpoint, answer)) {
    if (message === DONE) break;
    const part = v.safeParse(event, message);
    if (!part.success || (part.output.content === undefined && !part.output.stop)) {
      throw notTheProtocol(endpoint, EVENTS, JSON.stringify(message).slice(0, 200));
    }
    sink.text(part.output.content ?? '');
    if (part.output.stop) return endOf(part.output);
  }
  throw endedEarly(endpoint);
}

function endOf(last: v.InferOutput<typeof event>): GenerationEnd {
  return {
    finishReason: finishReasonOf(last.stop_type),
    ...(last.model !== undefined && { model: last.model }),
    ...(last.tokens_evaluated !== undefined && { promptTokens: last.tokens_evaluated }),
    ...(last.tokens_predicted !== undefined && { completionTokens: last.tokens_predicted }),
    ...(last.stop_type === 'word' && last.stopping_word !== undefined && { stopString: last.stopping_word }),
    ...(last.truncated && { truncated: true }),
  };
}

function finishReasonOf(type: string | undefined): FinishReason {
  switch (type) {
    case 'eos':
    case 'word':
      return 'stop';
    case 'limit':
      return 'length';
    default:
      return 'unknown';
  }
}

function requestBody({ prompt, stop, settings }: LlamaRequest): Record<string, unknown> {
  const { topP, topK, minP, repeatPenalty } = settings.parameters;
  return defined({
    prompt,
    n_predict: settings.responseLength,
    temperature: settings.temperature,
    top_p: topP,
    top_k: topK,
    min_p: minP,
    repeat_penalty: repeatPenalty,
    seed: seedOf(settings.parameters),
    stop,
    json_schema: schemaOf(settings.parameters),
    stream: true,
  });
}
