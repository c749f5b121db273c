import * as v from 'valibot';
import type { RecognisedServer } from '../domain/ports/modelServer';
import { maybeText, tokenCount } from './answerParts';
import type { Statement } from './askServer';
import { described } from './described';
import type { Ask, ModelEntry } from './statements';

const version = v.object({ version: v.pipe(v.string(), v.maxLength(1000)) });
const tags = v.object({ models: v.array(v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)) })) });
const running = v.object({ models: v.array(v.object({ name: v.string(), context_length: tokenCount })) });
const details = v.object({
  template: v.fallback(maybeText, undefined),
  parameters: v.fallback(maybeText, undefined),
  capabilities: v.fallback(v.optional(v.array(v.string())), undefined),
});

/**
 * Describes Ollama from `GET /api/version`; undefined for others. A model in memory answers at once, any other has to be
 * loaded first; so the former counts as its model. The context is that of the loaded model or the one that its
 * parameters set; what the model could have at most is not what Ollama gives it.
 */
export async function recogniseOllama(
  said: Statement | undefined,
  models: readonly ModelEntry[] | undefined,
  ask: Ask,
): Promise<RecognisedServer | undefined> {
  const found = v.safeParse(version, said?.json);
  if (!found.success) return undefined;
  const [listed, loaded] = await Promise.all([ask('/api/tags'), ask('/api/ps')]);
  const first = v.safeParse(running, loaded?.json);
  const inMemory = first.success ? first.output.models[0] : undefined;
  const list = v.safeParse(tags, listed?.json);
  const names = list.success ? list.output.models.map(({ name }) => name) : models?.map(({ id }) => id);
  const model = inMemory?.name ?? names?.[0];
  const shown = model === undefined ? undefined : v.safeParse(details, (await ask('/api/show', { model }))?.json);
  const about = shown?.success ? shown.output : undefined;
  return described({
    kind: 'ollama',
    name: 'Ollama',
    version: found.output.version,
    model,
    models: names,
    contextSize: inMemory?.context_length ?? contextOf(about?.parameters),
    chatTemplate: about?.template,
  });
}

/** The parameters come as lines of a name and a value. */
function contextOf(parameters: string | undefined): number | undefined {
  const value = /^\s*num_ctx\s+(\d{1,9})\s*$/m.exec(parameters ?? '')?.[1];
  return value === undefined ? undefined : Number(value);
}
