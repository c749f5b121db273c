import * as v from 'valibot';
import { GenerationError } from '../domain/ports/modelServer';
import { maybeName, tokenCount } from './answerParts';
import type { Statement } from './askServer';

/** Asks one thing of the server that is being recognised; undefined where no answer came. */
export type Ask = (path: string, json?: unknown) => Promise<Statement | undefined>;

/** The most models that are remembered of one server. */
const MOST_MODELS = 1000;

const modelEntry = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  owned_by: maybeName,
  max_model_len: tokenCount,
  meta: v.fallback(v.nullish(v.object({ n_ctx: tokenCount })), undefined),
});
const modelList = v.object({ data: v.array(v.unknown()) });

/** One model of `GET /v1/models`. */
export type ModelEntry = v.InferOutput<typeof modelEntry>;

/**
 * The models of an answer of `GET /v1/models`; undefined when it is no list of models. Single entries that are none are
 * left out, a list of nothing else is no list.
 */
export function modelsOf(statement: Statement | undefined): readonly ModelEntry[] | undefined {
  const list = v.safeParse(modelList, statement?.status === 200 ? statement.json : undefined);
  if (!list.success) return undefined;
  const entries = list.output.data.slice(0, MOST_MODELS).flatMap((entry) => {
    const one = v.safeParse(modelEntry, entry);
    return one.success ? [one.output] : [];
  });
  return entries.length > 0 || list.output.data.length === 0 ? entries : undefined;
}

/** Makes an answer that does not come the same as none; only a stop by the caller goes through. */
export async function tolerant(statement: Promise<Statement>): Promise<Statement | undefined> {
  try {
    return await statement;
  } catch (error) {
    if (error instanceof GenerationError && error.reason !== 'cancelled') return undefined;
    throw error;
  }
}

/** Whether a statement says that a key is missing or wrong. */
export function isRefusal(statement: Statement | undefined): boolean {
  return statement?.status === 401 || statement?.status === 403;
}
