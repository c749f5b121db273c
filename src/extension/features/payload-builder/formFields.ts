import type { Payload } from '../../../shared/model/payload';
import type { Text } from '../../../shared/model/text';
import type { FieldDefinition, FieldValue } from '../../../shared/protocol/payloadBuilder';
import { text } from '../../../shared/model/text';
import { accepted, refused, type Parsed } from '../../domain/payload/parsed';
import { defaultSettings } from '../../domain/payload/settings';
import type { PayloadPatch } from '../../domain/ports/payloadRepository';

/** A setting as the form of the view Payloads has it. */
export interface FormField {
  readonly key: string;
  readonly label: Text;
  readonly detail: Text;
  readonly edit:
    | {
        readonly kind: 'text';
        readonly typed: (payload: Payload) => string;
        readonly placeholder?: Text;
        readonly parse: (typed: string, payload: Payload) => Parsed<PayloadPatch>;
      }
    | {
        readonly kind: 'choice';
        readonly options: readonly {
          readonly label: Text;
          readonly detail?: Text;
          readonly patch: PayloadPatch;
          readonly isCurrent: (payload: Payload) => boolean;
        }[];
      };
}

/** What a page needs to know of the fields once. */
export function fieldDefinitions(
  fields: readonly FormField[],
  say: (text: Text) => string,
): readonly FieldDefinition[] {
  return fields.map(({ key, label, detail, edit }) => ({
    key,
    kind: edit.kind,
    label: say(label),
    detail: say(detail),
    initial: key === 'name' ? null : typedValue({ edit }, { ...untouched, name: '' }),
    options:
      edit.kind === 'text'
        ? []
        : edit.options.map((option, index) => ({
            value: String(index),
            label: say(option.label),
            detail: option.detail === undefined ? '' : say(option.detail),
          })),
  }));
}

/** The values of the fields as they are typed. */
export function fieldValues(
  fields: readonly FormField[],
  payload: Payload,
  defaultHost: string,
  say: (text: Text) => string,
): readonly FieldValue[] {
  return fields.map((field) => ({
    key: field.key,
    typed: typedValue(field, payload),
    placeholder: field.key === 'host' ? defaultHost : placeholderOf(field, say),
  }));
}

/** What typed text, or the value of an option, makes of a payload. */
export function parseField(
  fields: readonly FormField[],
  key: string,
  typed: string,
  payload: Payload,
): Parsed<PayloadPatch> {
  const edit = fields.find((field) => field.key === key)?.edit;
  if (edit?.kind === 'text') {
    return edit.parse(typed, payload);
  }
  const option = /^\d{1,4}$/.test(typed) ? edit?.options[Number(typed)] : undefined;
  return option === undefined ? refused(text('There is no such setting.')) : accepted(option.patch);
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

function typedValue({ edit }: Pick<FormField, 'edit'>, payload: Payload): string {
  return edit.kind === 'text'
    ? edit.typed(payload)
    : String(edit.options.findIndex((option) => option.isCurrent(payload)));
}

function placeholderOf({ edit }: FormField, say: (text: Text) => string): string {
  return edit.kind === 'text' && edit.placeholder !== undefined ? say(edit.placeholder) : '';
}
