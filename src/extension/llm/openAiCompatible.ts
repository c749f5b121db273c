import * as v from 'valibot';
import type { PayloadSettings } from '../../shared/model/payload';
import type { FinishReason } from '../../shared/model/run';
import { GenerationError, type GenerationEnd, type Message } from '../domain/ports/modelServer';
import { maybeName, maybeText, tokenCount } from './answerParts';
import type { Endpoint } from './endpoint';
import { DONE, EVENTS, readMessages } from './eventMessages';
import { endedEarly, failedWhileAnswering, notTheProtocol } from './failures';
import { sendRequest } from './http';
import { TimeLimit, type HttpLimits } from './httpLimits';
import { finishReasonOf } from './koboldcpp';
import { defined } from './samplingFields';

/** How long the count of tokens and the end mark may take after the reason for the end, in milliseconds. */
const AFTER_END = 2000;

/** What an OpenAI-compatible server is asked: messages for its own template, or one text to be continued. */
export interface OpenAiRequest {
  readonly input: { readonly messages: readonly Message[] } | { readonly prompt: string };
  readonly stop: readonly string[] | undefined;
  readonly settings: PayloadSettings;
  /** The model's name; a server with one model needs none. */
  readonly model: string | undefined;
  /** Fields that only one kind of server knows. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

const choice = v.object({
  text: maybeText,
  delta: v.nullish(v.object({ content: maybeText })),
  message: v.nullish(v.object({ content: maybeText })),
  finish_reason: maybeText,
});
const chunk = v.object({
  choices: v.nullish(v.array(choice)),
  model: maybeName,
  usage: v.fallback(v.nullish(v.object({ prompt_tokens: tokenCount, completion_tokens: tokenCount })), undefined),
});

/**
 * Streams an answer by `POST /v1/chat/completions`, or a continuation by `POST /v1/completions`.
 * @throws {GenerationError}
 */
export async function streamOpenAi(
  endpoint: Endpoint,
  request: OpenAiRequest,
  limits: HttpLimits,
  onText: (piece: string) => void,
  signal: AbortSignal,
): Promise<GenerationEnd> {
  const path = 'messages' in request.input ? '/v1/chat/completions' : '/v1/completions';
  const answer = await sendRequest(endpoint, { method: 'POST', path, json: requestBody(request) }, limits, signal);
  let finishReason: FinishReason | undefined;
  let seen: Omit<GenerationEnd, 'finishReason'> = {};
  const afterEnd = new TimeLimit();
  try {
    for await (const message of readMessages(endpoint, answer)) {
      if (message === DONE) {
        finishReason ??= 'unknown';
        break;
      }
      const part = v.safeParse(chunk, message);
      if (!part.success || (!part.output.choices && !part.output.usage)) {
        throw notTheProtocol(endpoint, EVENTS, JSON.stringify(message).slice(0, 200));
      }
      seen = { ...seen, ...countsOf(part.output) };
      const first = part.output.choices?.[0];
      const piece = first?.delta?.content ?? first?.message?.content ?? first?.text ?? '';
      if (piece !== '') onText(piece);
      if (first?.finish_reason === 'error') throw failedWhileAnswering(endpoint, 'finish_reason "error"');
      if (typeof first?.finish_reason === 'string' && first.finish_reason !== '') {
        finishReason = finishReasonOf(first.finish_reason);
      } else if (first?.message) {
        finishReason ??= 'unknown'; // an answer in one piece is complete, whatever it says
      }
      if (finishReason !== undefined) afterEnd.start(AFTER_END, answer.close);
    }
  } catch (error) {
    // After the reason for the end the answer is whole; only what would have counted its tokens is missing.
    if (finishReason === undefined || signal.aborted || !(error instanceof GenerationError)) throw error;
  } finally {
    afterEnd.clear();
  }
  if (finishReason === undefined) throw endedEarly(endpoint);
  return { finishReason, ...seen };
}

function requestBody({ input, stop, settings, model, extra }: OpenAiRequest): Record<string, unknown> {
  const { topP, topK, minP, repeatPenalty, seed } = settings.parameters;
  return defined({
    model,
    ...input,
    max_tokens: settings.responseLength,
    temperature: settings.temperature,
    top_p: topP,
    top_k: topK,
    min_p: minP,
    repeat_penalty: repeatPenalty,
    seed,
    stop,
    stream: true,
    stream_options: { include_usage: true },
    ...extra,
  });
}

function countsOf({ model, usage }: v.InferOutput<typeof chunk>): Omit<GenerationEnd, 'finishReason'> {
  return {
    ...(model !== undefined && { model }),
    ...(usage?.prompt_tokens !== undefined && { promptTokens: usage.prompt_tokens }),
    ...(usage?.completion_tokens !== undefined && { completionTokens: usage.completion_tokens }),
  };
}
