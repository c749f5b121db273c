import * as v from 'valibot';
import type { RecognisedServer } from '../domain/ports/modelServer';
import { maybeName, maybeNumber, tokenCount } from './answerParts';
import type { Statement } from './askServer';
import { described } from './described';
import { modelsOf, type Ask } from './statements';

const version = v.object({
  result: v.literal('KoboldCpp'),
  version: maybeName,
  protected: v.fallback(v.optional(v.boolean()), undefined),
});
const model = v.object({ result: maybeName });
const context = v.object({ value: tokenCount });
const perf = v.object({ idle: maybeNumber, queue: maybeNumber });
const props = v.object({ chat_template: v.fallback(v.optional(v.string()), undefined) });

/** What KoboldCpp calls its model while it has none, and while it will not tell. */
const NO_MODEL = ['inactive', 'koboldcpp/inactive'];
const PROTECTED = 'koboldcpp/protected-model';

/** Describes KoboldCpp from its answer to `GET /api/extra/version` and what it is asked further; undefined for others. */
export async function recogniseKobold(first: Statement, ask: Ask): Promise<RecognisedServer | undefined> {
  const kobold = v.safeParse(version, first.json);
  if (!kobold.success) return undefined;
  const [named, size, load, template, list] = await Promise.all([
    ask('/api/v1/model'),
    ask('/api/extra/true_max_context_length'),
    ask('/api/extra/perf'),
    ask('/props'),
    ask('/v1/models'),
  ]);
  const name = read(model, named)?.result;
  // With a password the native path hides the model, and the other one shows it.
  const shown = name === PROTECTED ? modelsOf(list)?.[0]?.id : name;
  return described({
    kind: 'koboldcpp',
    name: 'KoboldCpp',
    version: kobold.output.version,
    ...(shown !== undefined && !NO_MODEL.includes(shown) && { model: shown, models: [shown] }),
    contextSize: read(context, size)?.value,
    chatTemplate: read(props, template)?.chat_template,
    state: stateOf(read(perf, load)),
    needsKey: kobold.output.protected,
  });
}

function stateOf(load: v.InferOutput<typeof perf> | undefined): RecognisedServer['state'] {
  switch (load?.idle) {
    case 1:
      return 'idle';
    case 0:
      return 'busy';
    default:
      return undefined;
  }
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  statement: Statement | undefined,
): v.InferOutput<Schema> | undefined {
  const parsed = v.safeParse(schema, statement?.json);
  return parsed.success ? parsed.output : undefined;
}
