import type { ServerResponse } from 'node:http';
import type { ServerKind } from '../../shared/model/endpoint';
import { reply, replyJson, type Exchange } from './exchange';
import { answerKobold } from './koboldApi';
import { answerLlama } from './llamaApi';
import { answerOllama } from './ollamaApi';
import { answerOpenAi } from './openAiApi';
import { answerOther } from './otherApis';
import type { TextEngine } from './textEngine';

/** A kind of server, and what about it is not the same for all of that kind. */
export interface Imitation {
  readonly kind: ServerKind;
  /** Asked for in requests as "Authorization: Bearer KEY"; undefined for a server without one. */
  readonly key: string | undefined;
}

/** What each tells also to those who have no key. */
const OPEN: Partial<Record<ServerKind, RegExp>> = {
  koboldcpp: /^\/(?:api\/(?:v1|latest)\/model|v1\/models|api\/extra\/(?:version|perf))$/,
  'llama-server': /^\/(?:health|v1\/models)$/,
};

/** How those sign everything that they send who do. */
const SIGNATURES: Partial<Record<ServerKind, string>> = {
  koboldcpp: 'KoboldCppServer 1',
  'llama-server': 'llama.cpp',
};

/** Puts what that kind of server says of itself with every answer into the head of this one. */
export function signAs({ kind }: Imitation, response: ServerResponse): void {
  const signature = SIGNATURES[kind];
  if (signature !== undefined) response.setHeader('server', signature);
}

/** Answers a request as that kind of server does, whatever is asked. */
export async function answerAs(
  { kind, key }: Imitation,
  engine: TextEngine,
  exchange: Exchange,
  uptime: () => number,
): Promise<void> {
  if (key !== undefined && !mayPass(key, exchange) && OPEN[kind]?.test(exchange.path) !== true) {
    refuseKey(kind, exchange);
    return;
  }
  const isKobold = kind === 'koboldcpp';
  const answered =
    (isKobold && (await answerKobold(engine, exchange, uptime, key !== undefined))) ||
    (isKobold && (await answerOllama(engine, exchange, 'koboldcpp'))) ||
    (kind === 'ollama' && (await answerOllama(engine, exchange, 'ollama'))) ||
    (kind === 'llama-server' && (await answerLlama(engine, exchange))) ||
    answerOther(engine, exchange, kind) ||
    (await answerOpenAi(engine, exchange, kind));
  if (!answered) refusePath(kind, exchange);
}

function mayPass(key: string, { headers }: Exchange): boolean {
  return headers.authorization === `Bearer ${key}` || headers['x-api-key'] === key;
}

function refuseKey(kind: ServerKind, { response }: Exchange): void {
  const message = kind === 'koboldcpp' ? 'Authentication key is missing or invalid.' : 'Invalid API Key';
  replyJson(
    response,
    401,
    kind === 'koboldcpp'
      ? { detail: { error: 'Unauthorized', msg: message, type: 'unauthorized' } }
      : { error: { message, type: 'authentication_error', code: 401 } },
  );
}

/** What each says to paths that it does not have. */
function refusePath(kind: ServerKind, { method, path, response }: Exchange): void {
  switch (kind) {
    case 'koboldcpp': {
      const sentence = 'Error: KoboldCpp HTTP Server is running, but this endpoint does not exist.';
      reply(response, 404, 'text/html', method === 'GET' ? sentence : '');
      break;
    }
    case 'ollama':
      if (path === '/') reply(response, 200, 'text/plain', 'Ollama is running');
      else reply(response, 404, 'text/plain', '404 page not found');
      break;
    case 'lm-studio':
      replyJson(response, 200, { error: `Unexpected endpoint or method. (${method} ${path})` });
      break;
    case 'text-generation-webui':
    case 'vllm':
      replyJson(response, 404, { detail: 'Not Found' });
      break;
    case 'llama-server':
    case 'jan':
    case 'gpt4all':
    case 'openai-compatible':
      replyJson(response, 404, { error: { code: 404, message: 'File Not Found', type: 'not_found_error' } });
      break;
  }
}
