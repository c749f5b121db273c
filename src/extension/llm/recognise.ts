import * as v from 'valibot';
import { GenerationError } from '../domain/ports/modelServer';
import { maybeName, tokenCount } from './answerParts';
import { askServer, type Statement } from './askServer';
import type { Endpoint } from './endpoint';
import { unrecognised } from './failures';
import { statusFailure } from './httpFailure';
import type { HttpLimits } from './httpLimits';
import type { KnownServer } from './knownServer';
import { readableText } from './readableText';
import { recogniseOpenAi, type OpenAiStatements } from './recogniseOpenAi';

const koboldVersion = v.object({ result: v.literal('KoboldCpp'), version: maybeName });
const koboldModel = v.object({ result: v.pipe(v.string(), v.minLength(1)) });
const koboldContext = v.object({ value: tokenCount });

/**
 * Finds out what answers on an endpoint. KoboldCpp is asked first, because it imitates all the others; the others by
 * what only they have: llama-server's `/props`, Ollama's `/api/version`, LM Studio's `/api/v0/models`; last `/v1/models`.
 * @throws {GenerationError} `unrecognised`, `busy` while it loads its model, `unauthorized`, or one of the connection
 */
export async function recogniseServer(
  endpoint: Endpoint,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<KnownServer> {
  const ask = (path: string): Promise<Statement> => askServer(endpoint, path, limits, signal);
  // Alone, so that a port without a server costs one attempt and a server that takes one connection is not disturbed.
  const first = await ask('/api/extra/version');
  const kobold = v.safeParse(koboldVersion, first.json);
  if (kobold.success) {
    const [model, context] = await Promise.all([
      tolerant(ask('/api/v1/model')),
      tolerant(ask('/api/extra/true_max_context_length')),
    ]);
    const name = v.safeParse(koboldModel, model?.json);
    const size = v.safeParse(koboldContext, context?.json);
    return {
      provider: 'koboldcpp',
      kind: 'koboldcpp',
      server: readableText(`KoboldCpp ${kobold.output.version ?? ''}`),
      ...(name.success && { model: readableText(name.output.result) }),
      ...(size.success && size.output.value !== undefined && { contextSize: size.output.value }),
    };
  }
  const [props, version, lmStudio, models, running] = await Promise.all(
    ['/props', '/api/version', '/api/v0/models', '/v1/models', '/api/ps'].map((path) => tolerant(ask(path))),
  );
  const statements: OpenAiStatements = { props, version, lmStudio, models, running };
  const found = recogniseOpenAi(statements);
  if (found) return found;
  const all = [first, props, version, lmStudio, models, running].filter((one): one is Statement => one !== undefined);
  const telling = [503, 401, 403]
    .map((status) => all.find((one) => one.status === status))
    .find((one) => one !== undefined);
  throw telling ? statusFailure(endpoint, telling.status, telling.text) : unrecognised(endpoint);
}

/** One question that stays without an answer does not hide what the others tell; only a stop does. */
async function tolerant(statement: Promise<Statement>): Promise<Statement | undefined> {
  try {
    return await statement;
  } catch (error) {
    if (error instanceof GenerationError && error.reason !== 'cancelled') return undefined;
    throw error;
  }
}
