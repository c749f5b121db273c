import type { Workflow, WorkflowStep } from '../../../shared/model/workflow';
import { text, type Text } from '../../../shared/model/text';
import type { FieldDefinition } from '../../../shared/protocol/form';
import { checkName } from '../../domain/blocks/title';
import { accepted, attempted, type Parsed } from '../../domain/payload/parsed';
import type { StepPatch, WorkflowPatch } from '../../domain/ports/workflowRepository';
import {
  parseAnswers,
  parseDefaultText,
  parseDescription,
  parseLimit,
  parseRetries,
  parseRetryDelay,
  parseStepName,
} from '../../domain/workflow/checkStepSettings';
import { defaultStepSettings, MAX_ANSWERS, MAX_RETRIES, MAX_SECONDS } from '../../domain/workflow/stepSettings';
import { fieldDefinitions, type FormField } from '../../platform/vscode/panels/formFields';

/** A setting of a step. */
export type StepField = FormField<WorkflowStep, StepPatch>;

/** The key of the field that has a use only where a failure is answered by a text. */
export const DEFAULT_TEXT_KEY = 'defaultText';

const asInSettings = text('as in the settings');

/** The settings of a workflow itself. */
export const workflowFields: readonly FormField<Workflow, WorkflowPatch>[] = [
  {
    key: 'name',
    label: text('Name'),
    detail: text('The name of the workflow'),
    edit: {
      kind: 'text',
      typed: ({ name }) => name,
      parse: (typed) =>
        patched(
          attempted(() => checkName(typed)),
          (name) => ({ name }),
        ),
    },
  },
  {
    key: 'description',
    label: text('Description'),
    detail: text('What the workflow is for, in your words'),
    edit: {
      kind: 'area',
      typed: ({ description }) => description,
      parse: (typed) => patched(parseDescription(typed), (description) => ({ description })),
    },
  },
];

/** The settings of a step, in the order of its form. */
export const stepFields: readonly StepField[] = [
  {
    key: 'name',
    label: text('Name'),
    detail: text("The name of this step; nothing for the payload's"),
    edit: {
      kind: 'text',
      typed: ({ settings }) => settings.name ?? '',
      parse: (typed) => patched(parseStepName(typed), (name) => ({ name })),
    },
  },
  {
    key: 'flow',
    label: text('Receives'),
    detail: text('What this step receives of the response before it'),
    edit: {
      kind: 'choice',
      options: [
        flow(null, text('as the payload says'), text("The payload's own setting decides")),
        flow(
          'auto',
          text('previous unless referenced'),
          text('The response just before, unless the text refers to an earlier one'),
        ),
        flow('append', text('previous always'), text('The response just before, whatever the text refers to')),
        flow('none', text('references only'), text('Nothing but what the text refers to')),
      ],
    },
  },
  numberField('answers', text('Answers'), text('How many answers are asked for: 1 to {0}', MAX_ANSWERS), parseAnswers),
  numberField(
    'retries',
    text('Retries'),
    text('How often a failed request is sent again: 0 to {0}', MAX_RETRIES),
    parseRetries,
  ),
  numberField(
    'retryDelay',
    text('Delay before a retry'),
    text('Seconds before the first retry, each further one twice as long: 0 to {0}', MAX_SECONDS),
    parseRetryDelay,
  ),
  limitField(
    'connect',
    text('Time limit to connect'),
    text('Seconds from the first try to the connection: 0 to {0}; 0 is no limit', MAX_SECONDS),
  ),
  limitField(
    'firstByte',
    text('Time limit to the first word'),
    text('Seconds from the connection to the first byte: 0 to {0}; 0 is no limit', MAX_SECONDS),
  ),
  limitField(
    'silence',
    text('Time limit of silence'),
    text('Seconds between any two pieces of the answer: 0 to {0}; 0 is no limit', MAX_SECONDS),
  ),
  {
    key: 'onFailure',
    label: text('On failure'),
    detail: text('What happens when the last retry has failed too'),
    edit: {
      kind: 'choice',
      options: [
        onFailure('stop', text('stop the run'), text('Later steps are not run')),
        onFailure('continue', text('continue without it'), text('Later steps go on as if this one did not stand here')),
        onFailure('default', text('use a default text'), text('Later steps receive a text in place of its response')),
      ],
    },
  },
  {
    key: DEFAULT_TEXT_KEY,
    label: text('Default text'),
    detail: text('Stands for the response where the step has failed; it may be empty'),
    edit: {
      kind: 'area',
      typed: ({ settings }) => settings.defaultText,
      parse: (typed) => patched(parseDefaultText(typed), (defaultText) => ({ defaultText })),
    },
  },
];

/** What a page needs to know of the settings of a workflow once. A name has nothing to go back to. */
export function workflowFieldDefinitions(say: (text: Text) => string): readonly FieldDefinition[] {
  return fieldDefinitions(workflowFields, untouched, say).map((field) => ({ ...field, initial: null }));
}

/** The same of the settings of a step. */
export function stepFieldDefinitions(say: (text: Text) => string): readonly FieldDefinition[] {
  return fieldDefinitions(stepFields, { id: 0, payloadId: 0, settings: defaultStepSettings }, say);
}

/** A workflow as it begins. */
const untouched: Workflow = {
  id: 0,
  name: '',
  description: '',
  steps: [],
  lastRunAt: null,
  version: 0,
  createdAt: '',
  updatedAt: '',
};

function numberField(
  key: 'answers' | 'retries' | 'retryDelay',
  label: Text,
  detail: Text,
  parse: (typed: string) => Parsed<number>,
): StepField {
  return {
    key,
    label,
    detail,
    edit: {
      kind: 'text',
      typed: ({ settings }) => String(settings[key]),
      parse: (typed) => patched(parse(typed), (value) => ({ [key]: value })),
    },
  };
}

function limitField(limit: keyof WorkflowStep['settings']['limits'], label: Text, detail: Text): StepField {
  return {
    key: limit,
    label,
    detail,
    edit: {
      kind: 'text',
      typed: ({ settings }) => settings.limits[limit]?.toString() ?? '',
      placeholder: asInSettings,
      parse: (typed, { settings }) =>
        patched(parseLimit(typed), (value) => ({ limits: { ...settings.limits, [limit]: value } })),
    },
  };
}

function flow(value: WorkflowStep['settings']['flow'], label: Text, detail: Text): Option {
  return { label, detail, patch: { flow: value }, isCurrent: ({ settings }) => settings.flow === value };
}

function onFailure(value: WorkflowStep['settings']['onFailure'], label: Text, detail: Text): Option {
  return { label, detail, patch: { onFailure: value }, isCurrent: ({ settings }) => settings.onFailure === value };
}

type Option = Extract<StepField['edit'], { readonly kind: 'choice' }>['options'][number];

function patched<Value, Patch>(parsed: Parsed<Value>, patch: (value: Value) => Patch): Parsed<Patch> {
  return parsed.ok ? accepted(patch(parsed.value)) : parsed;
}
