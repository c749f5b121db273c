import type { ServerKind } from '../../shared/model/endpoint';
import type { PayloadSettings, SamplingParameters } from '../../shared/model/payload';
import { defined, schemaOf, seedOf } from './samplingFields';

/** What a kind of server knows of the OpenAI API beyond model, prompt, temperature, max_tokens and top_p. */
export interface OpenAiDialect {
  readonly topK: boolean;
  readonly minP: boolean;
  /** Undefined where it has no penalty for repetition of its own. */
  readonly repeatPenalty: 'repeat_penalty' | 'repetition_penalty' | 'rep_pen' | undefined;
  readonly seed: boolean;
  readonly stop: boolean;
  readonly jsonSchema: 'response_format' | 'grammar' | undefined;
  /** False where the answer comes in one piece, and the field `stream` is refused. */
  readonly streams: boolean;
}

const LLAMA: OpenAiDialect = {
  topK: true,
  minP: true,
  repeatPenalty: 'repeat_penalty',
  seed: true,
  stop: true,
  jsonSchema: 'response_format',
  streams: true,
};

/** What their documentation names. One that says nothing of itself gets all that was set: it may know it. */
const DIALECTS: Readonly<Record<ServerKind, OpenAiDialect>> = {
  // Its chat API has the parameters of its native one.
  koboldcpp: { ...LLAMA, repeatPenalty: 'rep_pen', jsonSchema: 'grammar' },
  'llama-server': LLAMA,
  // Of its options only these have a place in the OpenAI API.
  ollama: { ...LLAMA, topK: false, minP: false, repeatPenalty: undefined },
  'lm-studio': { ...LLAMA, minP: false },
  'text-generation-webui': { ...LLAMA, repeatPenalty: 'repetition_penalty', jsonSchema: undefined },
  vllm: { ...LLAMA, repeatPenalty: 'repetition_penalty' },
  jan: LLAMA,
  // Refuses every field that it does not know.
  gpt4all: {
    topK: false,
    minP: true,
    repeatPenalty: undefined,
    seed: false,
    stop: false,
    jsonSchema: undefined,
    streams: false,
  },
  'openai-compatible': LLAMA,
};

/** The dialect of a kind of server. */
export function openAiDialect(kind: ServerKind): OpenAiDialect {
  return DIALECTS[kind];
}

/** The sampling settings in the words of a server; those that it does not know are left out. */
export function openAiSampling(
  dialect: OpenAiDialect,
  { parameters, responseLength, temperature }: PayloadSettings,
  stop: readonly string[] | undefined,
): Record<string, unknown> {
  const { topP, topK, minP, repeatPenalty } = parameters;
  return defined({
    max_tokens: responseLength,
    temperature,
    top_p: topP,
    ...(dialect.topK && { top_k: topK }),
    ...(dialect.minP && { min_p: minP }),
    ...(dialect.repeatPenalty !== undefined && { [dialect.repeatPenalty]: repeatPenalty }),
    ...(dialect.seed && { seed: seedOf(parameters) }),
    ...(dialect.stop && { stop }),
    ...schemaFields(dialect, parameters),
    ...(dialect.streams && { stream: true, stream_options: { include_usage: true } }),
  });
}

/** The names of the settings that were made and are not sent, as they are stored in payloads. */
export function ignoredByOpenAi(
  dialect: OpenAiDialect,
  { topK, minP, repeatPenalty, jsonSchema, ...parameters }: SamplingParameters,
  stop: readonly string[] | undefined,
): readonly string[] {
  const missing: readonly (readonly [name: string, isSet: boolean, isKnown: boolean])[] = [
    ['top_k', topK !== undefined, dialect.topK],
    ['min_p', minP !== undefined, dialect.minP],
    ['repeat_penalty', repeatPenalty !== undefined, dialect.repeatPenalty !== undefined],
    ['seed', seedOf(parameters) !== undefined, dialect.seed],
    ['stop', stop !== undefined, dialect.stop],
    ['json_schema', jsonSchema !== undefined, dialect.jsonSchema !== undefined],
  ];
  return missing.filter(([, isSet, isKnown]) => isSet && !isKnown).map(([name]) => name);
}

function schemaFields({ jsonSchema }: OpenAiDialect, parameters: SamplingParameters): Record<string, unknown> {
  const schema = schemaOf(parameters);
  if (schema === undefined || jsonSchema === undefined) return {};
  return jsonSchema === 'grammar'
    ? { grammar: parameters.jsonSchema }
    : { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } };
}
