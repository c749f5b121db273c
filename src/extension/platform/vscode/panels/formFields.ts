import { text, type Text } from '../../../../shared/model/text';
import type { FieldDefinition, FieldValue } from '../../../../shared/protocol/form';
import { accepted, refused, type Parsed } from '../../../domain/payload/parsed';

/** A setting of a thing: how it is shown, and what typing or choosing makes of it. */
export interface FormField<Thing, Patch> {
  readonly key: string;
  readonly label: Text;
  readonly detail: Text;
  readonly edit:
    | {
        readonly kind: 'text' | 'area';
        readonly typed: (thing: Thing) => string;
        readonly placeholder?: Text;
        readonly parse: (typed: string, thing: Thing) => Parsed<Patch>;
      }
    | {
        readonly kind: 'choice';
        readonly options: readonly {
          readonly label: Text;
          readonly detail?: Text;
          readonly patch: Patch;
          readonly isCurrent: (thing: Thing) => boolean;
        }[];
      };
}

/** What a page needs to know of the fields once. `untouched` has what a reset brings back; a name has no reset. */
export function fieldDefinitions<Thing>(
  fields: readonly FormField<Thing, unknown>[],
  untouched: Thing,
  say: (text: Text) => string,
): readonly FieldDefinition[] {
  return fields.map(({ key, label, detail, edit }) => ({
    key,
    kind: edit.kind,
    label: say(label),
    detail: say(detail),
    initial: typedValue({ edit }, untouched),
    options:
      edit.kind === 'choice'
        ? edit.options.map((option, index) => ({
            value: String(index),
            label: say(option.label),
            detail: option.detail === undefined ? '' : say(option.detail),
          }))
        : [],
  }));
}

/** The values of the fields as they are typed. */
export function fieldValues<Thing>(
  fields: readonly FormField<Thing, unknown>[],
  thing: Thing,
  placeholders: Readonly<Record<string, string>>,
  say: (text: Text) => string,
): readonly FieldValue[] {
  return fields.map((field) => ({
    key: field.key,
    typed: typedValue(field, thing),
    placeholder: placeholders[field.key] ?? placeholderOf(field, say),
  }));
}

/** What typed text, or the value of an option, makes of a thing. */
export function parseField<Thing, Patch>(
  fields: readonly FormField<Thing, Patch>[],
  key: string,
  typed: string,
  thing: Thing,
): Parsed<Patch> {
  const edit = fields.find((field) => field.key === key)?.edit;
  if (edit !== undefined && edit.kind !== 'choice') {
    return edit.parse(typed, thing);
  }
  const option = /^\d{1,4}$/.test(typed) ? edit?.options[Number(typed)] : undefined;
  return option === undefined ? refused(text('There is no such setting.')) : accepted(option.patch);
}

function typedValue<Thing>({ edit }: Pick<FormField<Thing, unknown>, 'edit'>, thing: Thing): string {
  return edit.kind === 'choice'
    ? String(edit.options.findIndex((option) => option.isCurrent(thing)))
    : edit.typed(thing);
}

function placeholderOf<Thing>({ edit }: FormField<Thing, unknown>, say: (text: Text) => string): string {
  return edit.kind !== 'choice' && edit.placeholder !== undefined ? say(edit.placeholder) : '';
}
