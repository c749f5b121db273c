import * as v from 'valibot';
import type { RecognisedServer } from '../domain/ports/modelServer';
import { maybeName, tokenCount } from './answerParts';
import type { Statement } from './askServer';
import { described } from './described';

const list = v.object({ data: v.array(v.unknown()) });
const entry = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  state: v.string(),
  type: maybeName,
  max_context_length: tokenCount,
  loaded_context_length: tokenCount,
});

/**
 * Describes LM Studio from `GET /api/v0/models`; undefined for others. The loaded model that writes text is its model;
 * another one is loaded when it is asked for.
 */
export function recogniseLmStudio(statement: Statement | undefined): RecognisedServer | undefined {
  const found = v.safeParse(list, statement?.json);
  if (!found.success) return undefined;
  const models = found.output.data.flatMap((one) => {
    const model = v.safeParse(entry, one);
    return model.success ? [model.output] : [];
  });
  if (models.length === 0 && found.output.data.length > 0) return undefined;
  const writers = models.filter(({ type }) => type !== 'embeddings');
  const loaded = writers.find(({ state }) => state === 'loaded');
  const model = loaded ?? writers[0];
  return described({
    kind: 'lm-studio',
    name: 'LM Studio',
    model: model?.id,
    models: writers.map(({ id }) => id),
    contextSize: model?.loaded_context_length ?? model?.max_context_length,
  });
}
