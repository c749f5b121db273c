import * as v from 'valibot';
import type { RecognisedServer } from '../domain/ports/modelServer';
import { maybeName } from './answerParts';
import type { Statement } from './askServer';
import { described } from './described';
import { isRefusal, type Ask, type ModelEntry } from './statements';

const apiDocument = v.object({ info: v.object({ title: v.string() }) });
const version = v.object({ version: maybeName });

/** What Jan's own description of its API is called; it is the one path of Jan that tells it from others. */
const JAN_TITLE = /^Jan API Server\b/;

/**
 * Describes a server that has none of the paths by which others are known: vLLM and GPT4All by the owner of their
 * models, Jan by its description of its API, all others as OpenAI-compatible. Undefined where there are no models and
 * no Jan.
 */
export async function recogniseOpenAi(
  statement: Statement | undefined,
  models: readonly ModelEntry[] | undefined,
  ask: Ask,
): Promise<RecognisedServer | undefined> {
  const first = models?.[0];
  const listed = { model: first?.id, models: models?.map(({ id }) => id) };
  const contextSize = first?.max_model_len ?? first?.meta?.n_ctx ?? undefined;
  if (first?.owned_by === 'vllm') {
    const said = v.safeParse(version, (await ask('/version'))?.json);
    return described({
      kind: 'vllm',
      name: 'vLLM',
      ...(said.success && { version: said.output.version }),
      ...listed,
      contextSize,
    });
  }
  if (first?.owned_by === 'humanity') return described({ kind: 'gpt4all', name: 'GPT4All', ...listed });
  if (!models && !isRefusal(statement)) return undefined;
  const document = v.safeParse(apiDocument, (await ask('/openapi.json'))?.json);
  if (document.success && JAN_TITLE.test(document.output.info.title)) {
    return described({ kind: 'jan', name: 'Jan', ...listed, needsKey: models === undefined });
  }
  return models && described({ kind: 'openai-compatible', name: 'OpenAI-compatible server', ...listed, contextSize });
}
