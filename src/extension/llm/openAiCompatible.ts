import * as v from 'valibot';
import type { PayloadSettings } from '../../shared/model/payload';
import type { FinishReason } from '../../shared/model/run';
import { GenerationError, type GenerationEnd, type Message } from '../domain/ports/modelServer';
import { maybeName, maybeText, tokenCount } from './answerParts';
import type { AnswerSink } from './answerSink';
import type { Endpoint } from './endpoint';
import { DONE, EVENTS, readMessages } from './eventMessages';
import { endedEarly, failedWhileAnswering, notTheProtocol } from './failures';
import { sendRequest } from './http';
import { TimeLimit, type HttpLimits } from './httpLimits';
import { finishReasonOf } from './koboldcpp';
import { openAiSampling, type OpenAiDialect } from './openAiDialect';
import { defined } from './samplingFields';

/** How long the count of tokens and the end mark may take after the reason for the end, in milliseconds. */
const AFTER_END = 1000;

/** What an OpenAI-compatible server is asked: messages for its own template, or one text to be continued. */
export interface OpenAiRequest {
  readonly input: { readonly messages: readonly Message[] } | { readonly prompt: string };
  readonly stop: readonly string[] | undefined;
  readonly settings: PayloadSettings;
  readonly dialect: OpenAiDialect;
  /** The model's name; a server with one model needs none. */
  readonly model: string | undefined;
  /** Names the request for KoboldCpp; undefined for others. */
  readonly koboldKey: string | undefined;
}

/** llama-server, KoboldCpp, LM Studio and vLLM call thinking `reasoning_content`; newer vLLM and Ollama `reasoning`. */
const said = v.object({
  content: maybeText,
  reasoning_content: v.fallback(maybeText, undefined),
  reasoning: v.fallback(maybeText, undefined),
});
const choice = v.object({
  text: maybeText,
  delta: v.nullish(said),
  message: v.nullish(said),
  finish_reason: maybeText,
  /** vLLM: the stop string, or the number of the token, that ended the answer. */
  stop_reason: maybeName,
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
  sink: AnswerSink,
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
      const saying = first?.delta ?? first?.message;
      sink.thinking(saying?.reasoning_content ?? saying?.reasoning ?? '');
      sink.text(saying?.content ?? first?.text ?? '');
      if (first?.stop_reason !== undefined) seen = { ...seen, stopString: first.stop_reason };
      if (first?.finish_reason === 'error') throw failedWhileAnswering(endpoint, 'finish_reason "error"');
      if (typeof first?.finish_reason === 'string' && first.finish_reason !== '') {
        finishReason = finishReasonOf(first.finish_reason);
      } else if (first?.message ?? !request.dialect.streams) {
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

function requestBody({ input, stop, settings, dialect, model, koboldKey }: OpenAiRequest): Record<string, unknown> {
  return defined({ model, ...input, ...openAiSampling(dialect, settings, stop), genkey: koboldKey });
}

function countsOf({ model, usage }: v.InferOutput<typeof chunk>): Omit<GenerationEnd, 'finishReason'> {
  return {
    ...(model !== undefined && { model }),
    ...(usage?.prompt_tokens !== undefined && { promptTokens: usage.prompt_tokens }),
    ...(usage?.completion_tokens !== undefined && { completionTokens: usage.completion_tokens }),
  };
}
