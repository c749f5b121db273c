import * as v from 'valibot';
import type { RecognisedServer } from '../domain/ports/modelServer';
import type { Statement } from './askServer';
import { described } from './described';
import type { ModelEntry } from './statements';

const info = v.object({
  model_name: v.nullable(v.pipe(v.string(), v.maxLength(1000))),
  lora_names: v.array(v.unknown()),
});

/** How text-generation-webui names a model that is none. */
const NO_MODEL = ['', 'None'];

/** Describes text-generation-webui from `GET /v1/internal/model/info`; undefined for others. */
export function recogniseTextGeneration(
  statement: Statement | undefined,
  models: readonly ModelEntry[] | undefined,
): RecognisedServer | undefined {
  const found = v.safeParse(info, statement?.json);
  if (!found.success) return undefined;
  const name = found.output.model_name ?? '';
  return described({
    kind: 'text-generation-webui',
    name: 'text-generation-webui',
    ...(!NO_MODEL.includes(name) && { model: name }),
    models: models?.map(({ id }) => id),
  });
}
