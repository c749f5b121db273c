import * as v from 'valibot';
import type { RecognisedServer } from '../domain/ports/modelServer';
import { maybeName, tokenCount } from './answerParts';
import type { Statement } from './askServer';
import { described } from './described';
import { LOADING } from './httpFailure';
import { findError } from './errorShapes';
import { isRefusal, type Ask, type ModelEntry } from './statements';

/** How llama-server signs everything it sends. */
const SOFTWARE = 'llama.cpp';

const properties = v.object({
  default_generation_settings: v.object({ n_ctx: tokenCount }),
  total_slots: tokenCount,
  model_alias: maybeName,
  model_path: maybeName,
  build_info: maybeName,
  chat_template: v.fallback(v.optional(v.string()), undefined),
});
const slotList = v.array(v.object({ is_processing: v.boolean() }));

/** Whether llama-server says of itself that it still loads its model, which it does at every path but `/`. */
export function loadingLlama(statements: readonly (Statement | undefined)[]): RecognisedServer | undefined {
  const isLoading = statements.some(
    (one) => one?.status === 503 && one.software === SOFTWARE && findError(one.json)?.type === LOADING,
  );
  return isLoading ? described({ kind: 'llama-server', name: 'llama-server', state: 'loading' }) : undefined;
}

/** Describes llama-server from `GET /props`, or from its list of models where that needs a key; undefined for others. */
export async function recogniseLlama(
  props: Statement | undefined,
  models: readonly ModelEntry[] | undefined,
  signed: Statement | undefined,
  ask: Ask,
): Promise<RecognisedServer | undefined> {
  const names = models?.map(({ id }) => id);
  const found = v.safeParse(properties, props?.json);
  const own = models?.[0];
  if (!found.success) {
    if (own?.owned_by !== 'llamacpp' && !(signed?.software === SOFTWARE && models)) return undefined;
    return described({
      kind: 'llama-server',
      name: 'llama-server',
      model: own?.id,
      models: names,
      contextSize: own?.meta?.n_ctx ?? undefined,
      needsKey: isRefusal(props),
    });
  }
  const { build_info, model_alias, model_path, chat_template, total_slots, default_generation_settings } = found.output;
  return described({
    kind: 'llama-server',
    name: 'llama-server',
    version: build_info,
    model: model_alias ?? own?.id ?? model_path?.split(/[\\/]/).at(-1),
    models: names,
    contextSize: default_generation_settings.n_ctx,
    chatTemplate: chat_template,
    slots: total_slots,
    state: stateOf(await ask('/slots')),
  });
}

/** Busy when no slot is free: another request would wait. The path can be switched off. */
function stateOf(slots: Statement | undefined): RecognisedServer['state'] {
  const list = v.safeParse(slotList, slots?.json);
  if (!list.success || list.output.length === 0) return undefined;
  return list.output.every(({ is_processing }) => is_processing) ? 'busy' : 'idle';
}
