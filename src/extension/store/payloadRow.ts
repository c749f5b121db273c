import type { Payload, PayloadBlock, SamplingParameters } from '../../shared/model/payload';
import { isJsonSchema } from '../domain/payload/jsonSchema';
import { defaultSettings, MAX_PORT, MAX_RESPONSE_LENGTH, MAX_TEMPERATURE } from '../domain/payload/settings';
import { fieldsOf, integerOf, numberOf, textOf, timeOf, wordOf } from './columns';
import type { SqlValue } from './values';

/** What a payload may have in `provider`, `flow` and `role`. */
const PROVIDERS = ['koboldcpp', 'llamacpp', 'ollama', 'openai'] as const;
const FLOWS = ['auto', 'append', 'none'] as const;
const ROLES = ['user', 'system', 'assistant'] as const;

/** The order of the places within one payload. */
export const PLACE_ORDER = 'place.order_index NULLS LAST, place.id';

/**
 * Payloads with their lists as JSON in the last column: hundreds of places cross from the database as one value. Places
 * whose block is gone (other programs do not enforce foreign keys) are left out; values that make no sense are not JSON.
 */
export const PAYLOAD_QUERY = `
SELECT payload.id, payload.name, temperature, response_length, llm_port, model_format, host, provider, model, parameters,
  flow, payload.version, payload.created_at, payload.updated_at,
  (SELECT json_group_array(json_array(place.id, block.id, iif(typeof(place.role) = 'text', place.role, NULL),
                                      iif(typeof(place.enabled) = 'integer', place.enabled, 1)) ORDER BY ${PLACE_ORDER})
   FROM payload_blocks AS place JOIN blocks AS block ON block.id = place.block_id WHERE place.payload_id = payload.id)
FROM payloads AS payload`;

/** Makes a payload of a row of `PAYLOAD_QUERY`. */
export function toPayload(row: readonly SqlValue[]): Payload {
  const places = JSON.parse(textOf(row[14])) as readonly (readonly SqlValue[])[];
  return { id: integerOf(row[0], 0), blocks: places.map(toPlace), ...toSettings(row) };
}

/** The parameters in the form in which they are stored: JSON with the names that servers use. */
export function formatParameters(parameters: SamplingParameters): string {
  const { topP, topK, minP, repeatPenalty, seed, stop, jsonSchema } = parameters;
  const numbers = { top_p: topP, top_k: topK, min_p: minP, repeat_penalty: repeatPenalty, seed };
  return JSON.stringify({ ...numbers, stop, json_schema: jsonSchema });
}

function toSettings(row: readonly SqlValue[]): Omit<Payload, 'id' | 'blocks'> {
  const [, name, temperature, length, port, format, host, provider, model, parameters, flow, version] = row;
  return {
    name: textOf(name),
    temperature: numberOf(temperature, defaultSettings.temperature, 0, MAX_TEMPERATURE),
    responseLength: integerOf(length, defaultSettings.responseLength, 1, MAX_RESPONSE_LENGTH),
    port: integerOf(port, defaultSettings.port, 1, MAX_PORT),
    host: wordsOrNull(host),
    modelFormat: textOf(format).trim() || defaultSettings.modelFormat,
    provider: wordOf(provider, PROVIDERS, null),
    model: wordsOrNull(model),
    parameters: toParameters(fieldsOf(parameters)),
    flow: wordOf(flow, FLOWS, defaultSettings.flow),
    version: integerOf(version, 1, 1),
    createdAt: timeOf(row[12]),
    updatedAt: timeOf(row[13]),
  };
}

function wordsOrNull(value: SqlValue | undefined): string | null {
  const words = textOf(value).trim();
  return words === '' ? null : words;
}

function toPlace([id, blockId, role, enabled]: readonly SqlValue[]): PayloadBlock {
  return {
    id: integerOf(id, 0),
    blockId: integerOf(blockId, 0),
    role: wordOf(role, ROLES, 'user'),
    enabled: integerOf(enabled, 1) !== 0,
  };
}

/** What makes no sense is left out: the server decides then. */
function toParameters(fields: Readonly<Record<string, unknown>>): SamplingParameters {
  const number = (name: string, from: number, to: number): number | undefined => {
    const value = fields[name];
    return typeof value === 'number' && value >= from && value <= to ? value : undefined;
  };
  const [topP, minP, repeatPenalty] = [number('top_p', 0, 1), number('min_p', 0, 1), number('repeat_penalty', 0, 10)];
  const [topK, seed] = [whole(number('top_k', 0, Infinity)), whole(number('seed', -1, Infinity))];
  const stop = Array.isArray(fields['stop'])
    ? fields['stop'].filter((end): end is string => typeof end === 'string' && end !== '')
    : [];
  // Another program may have written the schema as an object.
  const schema = fields['json_schema'];
  const written = typeof schema === 'object' && schema !== null ? JSON.stringify(schema) : schema;
  const jsonSchema = typeof written === 'string' && isJsonSchema(written) ? written : undefined;
  return {
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(minP !== undefined && { minP }),
    ...(repeatPenalty !== undefined && { repeatPenalty }),
    ...(seed !== undefined && { seed }),
    ...(stop.length > 0 && { stop }),
    ...(jsonSchema !== undefined && { jsonSchema }),
  };
}

function whole(value: number | undefined): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}
