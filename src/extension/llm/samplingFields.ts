import type { SamplingParameters } from '../../shared/model/payload';
import { parseJson } from './readBody';

/** Leaves out what is undefined, so that the server's own default holds. */
export function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The stop strings of a request: those of the model format, then those of the payload; undefined for none. */
export function stopStrings(
  ofFormat: readonly string[],
  parameters: SamplingParameters,
): readonly string[] | undefined {
  const all = [...new Set([...ofFormat, ...(parameters.stop ?? [])])].filter((stop) => stop !== '');
  return all.length > 0 ? all : undefined;
}

/** The seed to send; undefined for "any", which every server takes its absence for, and not all a -1. */
export function seedOf({ seed }: SamplingParameters): number | undefined {
  return seed === undefined || seed < 0 ? undefined : seed;
}

/** The JSON schema as a value; undefined without one. */
export function schemaOf({ jsonSchema }: SamplingParameters): unknown {
  return jsonSchema === undefined ? undefined : parseJson(jsonSchema);
}
