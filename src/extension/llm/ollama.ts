import * as v from 'valibot';
import type { PayloadSettings } from '../../shared/model/payload';
import type { GenerationEnd, Message } from '../domain/ports/modelServer';
import { maybeName, maybeText, tokenCount } from './answerParts';
import type { AnswerSink } from './answerSink';
import type { Endpoint } from './endpoint';
import { endedEarly, notTheProtocol } from './failures';
import { sendRequest } from './http';
import type { HttpLimits } from './httpLimits';
import { finishReasonOf } from './koboldcpp';
import { LINES, readLineMessages } from './lineMessages';
import { defined, schemaOf, seedOf } from './samplingFields';

/** What Ollama is asked: messages for the model's template, or one text to be continued as it is. */
export interface OllamaRequest {
  readonly input: { readonly messages: readonly Message[] } | { readonly prompt: string };
  readonly stop: readonly string[] | undefined;
  readonly settings: PayloadSettings;
  readonly model: string | undefined;
  /** Names the request for KoboldCpp, which imitates Ollama; undefined for others. */
  readonly koboldKey: string | undefined;
}

const line = v.object({
  message: v.nullish(v.object({ content: maybeText, thinking: v.fallback(maybeText, undefined) })),
  response: maybeText,
  thinking: v.fallback(maybeText, undefined),
  done: v.fallback(v.boolean(), false),
  done_reason: maybeName,
  model: maybeName,
  prompt_eval_count: tokenCount,
  eval_count: tokenCount,
});

/**
 * Streams an answer by Ollama's `POST /api/chat`, or a continuation by `POST /api/generate` with `raw`, where the
 * model's template stays out: lines of JSON, of which the last says `done`.
 * @throws {GenerationError}
 */
export async function streamOllama(
  endpoint: Endpoint,
  request: OllamaRequest,
  limits: HttpLimits,
  sink: AnswerSink,
  signal: AbortSignal,
): Promise<GenerationEnd> {
  const path = 'messages' in request.input ? '/api/chat' : '/api/generate';
  const answer = await sendRequest(endpoint, { method: 'POST', path, json: requestBody(request) }, limits, signal);
  for await (const message of readLineMessages(endpoint, answer)) {
    const part = v.safeParse(line, message);
    if (!part.success) throw notTheProtocol(endpoint, LINES, JSON.stringify(message).slice(0, 200));
    const { message: said, response, thinking, done } = part.output;
    if (!said && response === undefined && !done) {
      throw notTheProtocol(endpoint, LINES, JSON.stringify(message).slice(0, 200));
    }
    sink.thinking(said?.thinking ?? thinking ?? '');
    sink.text(said?.content ?? response ?? '');
    if (done) return endOf(part.output);
  }
  throw endedEarly(endpoint);
}

function endOf(last: v.InferOutput<typeof line>): GenerationEnd {
  return {
    finishReason: finishReasonOf(last.done_reason ?? ''),
    ...(last.model !== undefined && { model: last.model }),
    ...(last.prompt_eval_count !== undefined && { promptTokens: last.prompt_eval_count }),
    ...(last.eval_count !== undefined && { completionTokens: last.eval_count }),
  };
}

function requestBody({ input, stop, settings, model, koboldKey }: OllamaRequest): Record<string, unknown> {
  const { topP, topK, minP, repeatPenalty } = settings.parameters;
  const options = defined({
    num_predict: settings.responseLength,
    temperature: settings.temperature,
    top_p: topP,
    top_k: topK,
    min_p: minP,
    repeat_penalty: repeatPenalty,
    seed: seedOf(settings.parameters),
    stop,
  });
  const raw = 'prompt' in input ? { raw: true } : {};
  const format = schemaOf(settings.parameters);
  return defined({ model, ...input, ...raw, format, options, stream: true, genkey: koboldKey });
}
