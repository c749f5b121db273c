import * as v from 'valibot';
import type { ServerKind } from '../../shared/model/endpoint';
import { maybeName, tokenCount } from './answerParts';
import type { Statement } from './askServer';
import type { KnownServer } from './knownServer';
import { readableText } from './readableText';

/** What a server that is not KoboldCpp said at the paths that tell the kinds apart; undefined where nothing came. */
export interface OpenAiStatements {
  readonly props: Statement | undefined;
  readonly version: Statement | undefined;
  readonly lmStudio: Statement | undefined;
  readonly models: Statement | undefined;
  readonly running: Statement | undefined;
}

const llamaProps = v.object({
  default_generation_settings: v.object({ n_ctx: tokenCount }),
  model_alias: maybeName,
  build_info: maybeName,
});
const ollamaVersion = v.object({ version: v.string() });
const ollamaRunning = v.object({ models: v.array(v.object({ name: v.string(), context_length: tokenCount })) });
const lmStudioModels = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      state: v.string(),
      type: maybeName,
      max_context_length: tokenCount,
      loaded_context_length: tokenCount,
    }),
  ),
});
const modelList = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      owned_by: maybeName,
      max_model_len: tokenCount,
      meta: v.fallback(v.nullish(v.object({ n_ctx: tokenCount })), undefined),
    }),
  ),
});

type Models = v.InferOutput<typeof modelList>['data'];

/** Says which OpenAI-compatible server gave these statements; undefined when none did. */
export function recogniseOpenAi(statements: OpenAiStatements): KnownServer | undefined {
  const list = v.safeParse(modelList, statements.models?.json);
  const models = list.success ? list.output.data : [];
  return (
    llamaServer(statements, models) ??
    ollama(statements, models) ??
    lmStudio(statements) ??
    (list.success ? anyOther(statements, models) : undefined)
  );
}

function llamaServer({ props }: OpenAiStatements, models: Models): KnownServer | undefined {
  const found = v.safeParse(llamaProps, props?.json);
  if (!found.success) return undefined;
  const { build_info, model_alias, default_generation_settings } = found.output;
  return described(
    'llama-server',
    `llama-server ${build_info ?? ''}`,
    model_alias ?? models[0]?.id,
    default_generation_settings.n_ctx,
  );
}

function ollama({ version, running }: OpenAiStatements, models: Models): KnownServer | undefined {
  const found = v.safeParse(ollamaVersion, version?.json);
  if (!found.success) return undefined;
  const loaded = v.safeParse(ollamaRunning, running?.json);
  const first = loaded.success ? loaded.output.models[0] : undefined;
  // A model that is in memory answers at once; any other has to be loaded first.
  const server = described(
    'ollama',
    `Ollama ${found.output.version}`,
    first?.name ?? models[0]?.id,
    first?.context_length,
  );
  return { ...server, templatesCompletions: true };
}

function lmStudio(statements: OpenAiStatements): KnownServer | undefined {
  const found = v.safeParse(lmStudioModels, statements.lmStudio?.json);
  if (!found.success) return undefined;
  const writers = found.output.data.filter(({ type }) => type !== 'embeddings');
  const model = writers.find(({ state }) => state === 'loaded') ?? writers[0];
  return described('lm-studio', 'LM Studio', model?.id, model?.loaded_context_length ?? model?.max_context_length);
}

function anyOther({ models: statement }: OpenAiStatements, models: Models): KnownServer {
  const first = models[0];
  return described(
    ...nameByOwner(first?.owned_by ?? '', statement?.software ?? ''),
    first?.id,
    first?.max_model_len ?? first?.meta?.n_ctx,
  );
}

function nameByOwner(owner: string, software: string): readonly [kind: ServerKind, name: string] {
  if (owner === 'vllm') return ['vllm', 'vLLM'];
  if (owner === 'llamacpp' || software === 'llama.cpp') return ['llama-server', 'llama-server'];
  return ['openai-compatible', 'OpenAI-compatible server'];
}

function described(
  kind: ServerKind,
  server: string,
  model: string | undefined,
  contextSize: number | undefined,
): KnownServer {
  return {
    provider: 'openai',
    kind,
    server: readableText(server),
    ...(model !== undefined && model !== '' && { model }),
    ...(contextSize !== undefined && contextSize > 0 && { contextSize }),
  };
}
