import { randomUUID } from 'node:crypto';
import { assertNever } from '../domain/assertNever';
import { GenerationError, type GenerationEnd, type RecognisedServer } from '../domain/ports/modelServer';
import type { AnsweredExchange } from './exchange';
import { streamKoboldCpp } from './koboldcpp';
import { abortOnServer, completeEnd } from './koboldStatus';
import { streamLlamaServer } from './llamaServer';
import { streamOllama } from './ollama';
import { streamOpenAi, type OpenAiRequest } from './openAiCompatible';
import { ignoredByOpenAi, openAiDialect } from './openAiDialect';
import type { WireForm } from './wireForm';
import type { SamplingParameters } from '../../shared/model/payload';

/**
 * Sends a request by the protocol of its server and streams the answer.
 * @throws {GenerationError}
 */
export function streamAnswer(exchange: AnsweredExchange): Promise<GenerationEnd> {
  const { kind, provider } = exchange.server;
  // By whatever API it is asked, KoboldCpp stops surely only by its abort, and tells the end only by its status.
  return kind === 'koboldcpp' || provider === 'koboldcpp' ? byKoboldCpp(exchange) : byProvider(exchange);
}

/** @param koboldKey names the request for KoboldCpp; undefined for others */
function byProvider(exchange: AnsweredExchange, koboldKey?: string): Promise<GenerationEnd> {
  const { endpoint, request, server, form, limits, sink, signal } = exchange;
  const { settings } = request;
  switch (server.provider) {
    case 'koboldcpp':
      return form.kind === 'text'
        ? streamKoboldCpp(endpoint, { settings, key: koboldKey ?? '', ...form }, limits, sink, signal)
        : streamOpenAi(endpoint, openAiRequest(exchange, koboldKey), limits, sink, signal);
    case 'llamacpp':
      return form.kind === 'text'
        ? streamLlamaServer(endpoint, { settings, ...form }, limits, sink, signal)
        : streamOpenAi(endpoint, openAiRequest(exchange, koboldKey), limits, sink, signal);
    case 'ollama':
      return streamOllama(
        endpoint,
        { input: inputOf(form), stop: form.stop, settings, model: server.model, koboldKey },
        limits,
        sink,
        signal,
      );
    case 'openai':
      return streamOpenAi(endpoint, openAiRequest(exchange, koboldKey), limits, sink, signal);
    default:
      return assertNever(server.provider);
  }
}

/** The names of settings that were made and that the server does not know, as they are stored in payloads. */
export function ignoredSettings(
  { provider, kind }: RecognisedServer,
  parameters: SamplingParameters,
  { stop }: WireForm,
): readonly string[] {
  return provider === 'openai' ? ignoredByOpenAi(openAiDialect(kind), parameters, stop) : [];
}

async function byKoboldCpp(exchange: AnsweredExchange): Promise<GenerationEnd> {
  const { endpoint, request, form, signal } = exchange;
  const key = `LLMO-${randomUUID()}`;
  try {
    const end = await byProvider(exchange, key);
    const { seed } = request.settings.parameters;
    return await completeEnd(endpoint, end, { seed, stop: form.stop, key }, signal);
  } catch (error) {
    // KoboldCpp may go on after the connection is gone, above all with a request that still waits in its queue.
    if (mayStillWrite(error)) await abortOnServer(endpoint, key);
    throw error;
  }
}

function openAiRequest({ request, server, form }: AnsweredExchange, koboldKey: string | undefined): OpenAiRequest {
  return {
    input: inputOf(form),
    stop: form.stop,
    settings: request.settings,
    dialect: openAiDialect(server.kind),
    model: server.provider === 'koboldcpp' ? undefined : server.model,
    koboldKey,
  };
}

function inputOf(form: WireForm): OpenAiRequest['input'] {
  return form.kind === 'text' ? { prompt: form.prompt } : { messages: form.messages };
}

/** Whether the server may be at work on a request that failed so; it is not when it refused it. */
function mayStillWrite(error: unknown): boolean {
  if (!(error instanceof GenerationError)) return true;
  switch (error.reason) {
    case 'cancelled':
    case 'silence-timeout':
    case 'ended-early':
    case 'protocol':
      return true;
    case 'unreachable':
    case 'unknown-host':
    case 'connect-timeout':
    case 'http':
    case 'unauthorized':
    case 'busy':
    case 'context-exceeded':
    case 'unrecognised':
      return false;
  }
}
