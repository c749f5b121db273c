import type { ResponseMetadata } from '../../shared/model/run';
import { estimateTokens } from '../domain/preview/estimateTokens';
import type { GenerationEnd, GenerationRequest, GenerationStart } from '../domain/ports/modelServer';

/** When something happened to one response, in milliseconds since 1970 UTC. */
export interface ResponseTimes {
  readonly sentAt: number;
  readonly firstTextAt: number | undefined;
  readonly endedAt: number;
}

/** What is known of a response before the request leaves; without `start`, before the server is recognised. */
export function metadataAtStart(
  { host, settings }: GenerationRequest,
  start: GenerationStart | undefined,
): ResponseMetadata {
  const { port, model, modelFormat, temperature, responseLength, parameters } = settings;
  const { ignoredSettings = [] } = start ?? {};
  return {
    host,
    port,
    modelFormat,
    temperature,
    responseLength,
    ...(start && { provider: start.provider, server: start.server, estimatedTokens: estimateTokens(start.prompt) }),
    ...(start?.model !== undefined && { model: start.model }),
    ...(model !== null && { requestedModel: model }),
    ...(start?.contextSize !== undefined && { contextSize: start.contextSize }),
    ...(start?.sentTokens !== undefined && { sentTokens: start.sentTokens }),
    ...(ignoredSettings.length > 0 && { ignoredSettings }),
    ...(Object.keys(parameters).length > 0 && { parameters: { ...parameters } }),
  };
}

/** What is known of a response when it has ended, well or not; without `end` the server told nothing about it. */
export function metadataAtEnd(
  begun: ResponseMetadata,
  { sentAt, firstTextAt, endedAt }: ResponseTimes,
  end: GenerationEnd | undefined,
): ResponseMetadata {
  const tokensPerSecond = speed(end?.completionTokens, firstTextAt, endedAt);
  return {
    durationMs: endedAt - sentAt,
    ...begun,
    ...(end?.model !== undefined && { model: end.model }),
    ...(end?.promptTokens !== undefined && { promptTokens: end.promptTokens }),
    ...(end?.completionTokens !== undefined && { completionTokens: end.completionTokens }),
    ...(end?.sentTokens !== undefined && { sentTokens: end.sentTokens }),
    ...(end?.stopString !== undefined && { stopString: end.stopString }),
    ...(end?.stopStringInText !== undefined && { stopStringInText: end.stopStringInText }),
    ...(end?.truncated !== undefined && { truncated: end.truncated }),
    ...(end?.disregardedSettings && { disregardedSettings: end.disregardedSettings }),
    ...(firstTextAt !== undefined && { timeToFirstTokenMs: firstTextAt - sentAt }),
    ...(tokensPerSecond !== undefined && { tokensPerSecond }),
  };
}

/** Tokens of the answer for each second after its first text; undefined where one of the two is not known or is 0. */
function speed(tokens: number | undefined, firstTextAt: number | undefined, endedAt: number): number | undefined {
  if (!tokens || firstTextAt === undefined || endedAt <= firstTextAt) {
    return undefined;
  }
  return (tokens * 1000) / (endedAt - firstTextAt);
}
