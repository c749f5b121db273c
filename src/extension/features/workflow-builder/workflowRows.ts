import type { Block } from '../../../shared/model/block';
import type { Payload } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';
import type { StepSettings, Workflow, WorkflowStep } from '../../../shared/model/workflow';
import type { StepRow } from '../../../shared/protocol/workflowBuilder';
import { createLibraryLookup, type ReferencedBlock } from '../../domain/references/library';
import { linkSteps, type StepLinks } from '../../domain/workflow/links';
import { fieldValues } from '../../platform/vscode/panels/formFields';
import { stepFields } from './stepFields';
import { marksOf, type NamedStep } from './stepMarks';

/** What the rows of a page are made from. */
export interface RowsInput {
  readonly workflow: Workflow;
  /** All payloads that exist. */
  readonly payloads: readonly Payload[];
  /** The blocks of the steps' payloads and all that their texts refer to. */
  readonly blocks: ReadonlyMap<number, Block>;
  readonly defaultHost: string;
  readonly say: (text: Text) => string;
}

interface Step {
  readonly step: WorkflowStep;
  readonly payload: Payload;
}

/** The payloads of the steps that a run would execute, each with the flow that its step gives it. */
export function payloadsOf(workflow: Workflow, payloads: readonly Payload[]): readonly Payload[] {
  return stepsOf(workflow, payloads)
    .filter(({ step }) => step.settings.enabled)
    .map(({ payload }) => payload);
}

/** The rows of a workflow, with what each step takes and lacks. */
export function workflowRows(input: RowsInput): readonly StepRow[] {
  const steps = stepsOf(input.workflow, input.payloads);
  const links = linkSteps({
    steps: steps.map(({ step, payload }) => ({ payload, enabled: step.settings.enabled })),
    payloads: input.payloads,
    blocks: input.blocks,
    library: createLibraryLookup<ReferencedBlock>([...input.blocks.values()]),
    variable: () => undefined,
  });
  const named = steps.map(({ step, payload }) => ({ stepId: step.id, name: step.settings.name ?? payload.name }));
  return steps.map((step, index) => rowOf(step, named, links[index] ?? { links: [], faults: [] }, input));
}

function stepsOf({ steps }: Workflow, payloads: readonly Payload[]): readonly Step[] {
  const byId = new Map(payloads.map((payload) => [payload.id, payload]));
  return steps.flatMap((step) => {
    const payload = byId.get(step.payloadId);
    const flow = step.settings.flow ?? payload?.flow;
    return payload === undefined || flow === undefined ? [] : [{ step, payload: { ...payload, flow } }];
  });
}

function rowOf(
  { step, payload }: Step,
  named: readonly NamedStep[],
  { links, faults }: StepLinks,
  { defaultHost, say }: RowsInput,
): StepRow {
  const { settings } = step;
  return {
    stepId: step.id,
    payloadId: payload.id,
    name: settings.name ?? payload.name,
    payloadName: payload.name,
    endpoint: `${payload.host ?? defaultHost}:${payload.port}`,
    enabled: settings.enabled,
    takes: links.flatMap(({ from, by }) => {
      const stepId = named[from]?.stepId;
      return stepId === undefined ? [] : [{ stepId, by }];
    }),
    marks: marksOf(faults, { stepId: step.id, payloadId: payload.id }, named, say),
    notes: notesOf(settings).map(say),
    values: fieldValues(stepFields, step, { name: payload.name }, say),
    usesDefaultText: settings.onFailure === 'default',
  };
}

/** What differs from a step as it begins, as far as it changes what a run does. */
function notesOf({ answers, retries, onFailure, limits }: StepSettings): readonly Text[] {
  return [
    ...(answers > 1 ? [text('{0} answers', answers)] : []),
    ...(retries === 1 ? [text('1 retry')] : []),
    ...(retries > 1 ? [text('{0} retries', retries)] : []),
    ...(onFailure === 'continue' ? [text('continues on failure')] : []),
    ...(onFailure === 'default' ? [text('default text on failure')] : []),
    ...(Object.values(limits).some((limit: number | null) => limit !== null) ? [text('own time limits')] : []),
  ];
}
