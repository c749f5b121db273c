import { text, type Text } from '../../../shared/model/text';
import { accepted, refused, type Parsed } from './parsed';

/** What a JSON schema of a payload has to be. */
export const jsonSchemaRule: Text = text(
  'The JSON schema is a JSON object such as {0}.',
  '{"type": "object", "properties": {"name": {"type": "string"}}}',
);

/** Reads a JSON schema that a person typed; nothing typed means none. Servers say themselves which schemas they know. */
export function parseJsonSchema(typed: string): Parsed<string | undefined> {
  const raw = typed.trim();
  if (raw === '') return accepted(undefined);
  return isJsonSchema(raw) ? accepted(raw) : refused(jsonSchemaRule);
}

/** Whether a text is a JSON object, as a schema that says anything is. */
export function isJsonSchema(written: string): boolean {
  try {
    const value = JSON.parse(written) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
