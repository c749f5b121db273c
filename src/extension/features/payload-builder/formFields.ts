import type { Payload } from '../../../shared/model/payload';
import type { Text } from '../../../shared/model/text';
import type { FieldDefinition } from '../../../shared/protocol/form';
import { defaultSettings } from '../../domain/payload/settings';
import type { PayloadPatch } from '../../domain/ports/payloadRepository';
import { fieldDefinitions, type FormField } from '../../platform/vscode/panels/formFields';

/** A setting as the form of the view Payloads has it. */
export type PayloadField = FormField<Payload, PayloadPatch>;

/** What a page needs to know of the fields once. A name has nothing to go back to. */
export function payloadFieldDefinitions(
  fields: readonly PayloadField[],
  say: (text: Text) => string,
): readonly FieldDefinition[] {
  return fieldDefinitions(fields, untouched, say).map((field) =>
    field.key === 'name' ? { ...field, initial: null } : field,
  );
}

/** A payload as it begins. */
const untouched: Payload = {
  ...defaultSettings,
  id: 0,
  name: '',
  blocks: [],
  version: 0,
  createdAt: '',
  updatedAt: '',
};
