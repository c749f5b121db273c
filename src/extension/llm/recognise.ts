import type { RecognisedServer } from '../domain/ports/modelServer';
import { askServer, type Statement } from './askServer';
import type { Endpoint } from './endpoint';
import { unrecognised } from './failures';
import { statusFailure } from './httpFailure';
import type { HttpLimits } from './httpLimits';
import { recogniseKobold } from './recogniseKobold';
import { loadingLlama, recogniseLlama } from './recogniseLlama';
import { recogniseLmStudio } from './recogniseLmStudio';
import { recogniseOllama } from './recogniseOllama';
import { recogniseOpenAi } from './recogniseOpenAi';
import { recogniseTextGeneration } from './recogniseTextGeneration';
import { modelsOf, tolerant, type Ask } from './statements';

/**
 * Finds out what answers on an endpoint. KoboldCpp is asked first, because it imitates all the others; the others by
 * what only they have: llama-server's `/props`, Ollama's `/api/version`, LM Studio's `/api/v0/models`, the internal
 * paths of text-generation-webui; last `/v1/models`, which all of them have.
 * @throws {GenerationError} `unrecognised`, `unauthorized`, `busy`, or one of the connection
 */
export async function recogniseServer(
  endpoint: Endpoint,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<RecognisedServer> {
  // Alone, so that a port without a server costs one attempt and a server that takes one connection is not disturbed.
  const first = await askServer(endpoint, '/api/extra/version', limits, signal);
  const ask: Ask = (path, json) => tolerant(askServer(endpoint, path, limits, signal, json));
  const kobold = await recogniseKobold(first, ask);
  if (kobold) return kobold;
  const loading = loadingLlama([first]);
  if (loading) return loading;
  const paths = ['/props', '/api/version', '/api/v0/models', '/v1/internal/model/info', '/v1/models'] as const;
  const [props, version, lmStudio, textGeneration, list] = await Promise.all(paths.map((path) => ask(path)));
  const models = modelsOf(list);
  const found =
    loadingLlama([props, list]) ??
    (await recogniseLlama(props, models, list, ask)) ??
    (await recogniseOllama(version, models, ask)) ??
    recogniseLmStudio(lmStudio) ??
    recogniseTextGeneration(textGeneration, models) ??
    (await recogniseOpenAi(list, models, ask));
  if (found) return found;
  throw failure(endpoint, [list, first, props, version, lmStudio, textGeneration]);
}

/** Why nothing was recognised: what the server says of it, else that it is no model server. */
function failure(endpoint: Endpoint, statements: readonly (Statement | undefined)[]): Error {
  const telling = [503, 401, 403]
    .map((status) => statements.find((one) => one?.status === status))
    .find((one) => one !== undefined);
  return telling ? statusFailure(endpoint, telling.status, telling.text) : unrecognised(endpoint);
}
