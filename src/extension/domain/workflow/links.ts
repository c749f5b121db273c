import type { Block } from '../../../shared/model/block';
import type { Payload } from '../../../shared/model/payload';
import { responseSlotPayload } from '../blocks/tags';
import { assemble } from '../payload/assemble';
import { parseReferences } from '../references/parse';
import type { Problem } from '../references/problem';
import { responsesBefore } from './earlierResponses';
import type { PlanInput } from './plan';

/** A step as it stands in a workflow, switched on or not. */
export interface LinkedStep {
  /** With the flow that the step gives it. */
  readonly payload: Payload;
  readonly enabled: boolean;
}

/** A workflow with everything its texts may refer to, loaded before. */
export interface LinkInput extends Omit<PlanInput, 'steps'> {
  /** All, in order. */
  readonly steps: readonly LinkedStep[];
}

/** A response that a step takes from an earlier one. */
export interface StepLink {
  /** The earlier step, from 0. */
  readonly from: number;
  /** Because its text refers to it, or because the response just before is appended. */
  readonly by: 'reference' | 'flow';
}

/** Why a step finds no response that its text refers to. */
export type MissingResponse =
  /** Only that later step gives it. */
  | { readonly kind: 'later'; readonly payload: Payload['name']; readonly step: number }
  /** The earlier step that would give it is switched off. */
  | { readonly kind: 'disabled'; readonly payload: Payload['name']; readonly step: number }
  /** No other step gives it. */
  | { readonly kind: 'absent'; readonly payload: Payload['name']; readonly payloadId: number };

/** Something that keeps a step from running. */
export interface StepFault {
  readonly problem: Problem;
  /** Set where a response is missing that some payload could give. */
  readonly missing: MissingResponse | undefined;
}

/** What a step takes, and what it lacks. */
export interface StepLinks {
  /** By the earlier step; one for each step and reason. */
  readonly links: readonly StepLink[];
  readonly faults: readonly StepFault[];
}

/**
 * From which earlier steps each step takes responses, and what keeps it from running. Steps that are switched off are as
 * if they did not stand in the workflow: they have neither links nor faults, and give nothing.
 */
export function linkSteps(input: LinkInput): readonly StepLinks[] {
  const indexes = [...input.steps.keys()].filter((index) => input.steps[index]?.enabled === true);
  return input.steps.map((step, index) =>
    step.enabled
      ? linksOf(
          step.payload,
          index,
          indexes.filter((one) => one < index),
          input,
        )
      : { links: [], faults: [] },
  );
}

/** `before` are the indexes of the steps before that are switched on. */
function linksOf(payload: Payload, index: number, before: readonly number[], input: LinkInput): StepLinks {
  const { steps, payloads, blocks, library, variable } = input;
  const used: number[] = [];
  const earlier = before.flatMap((one) => steps[one] ?? []).map((step) => ({ ...step, answer: undefined }));
  const note = (position: number): void => {
    used.push(before[position] ?? 0);
  };
  const context = { variable, ...library, ...responsesBefore(earlier, payloads, nameAsLabel, note) };
  const { appended, problems } = assemble(payload, blocks, context);
  // The response that flows is asked for last, after every text has been expanded.
  const references = appended.length > 0 ? used.slice(0, -1) : used;
  const flow = appended.length > 0 ? used.slice(-1) : [];
  const link = (by: StepLink['by']) => (from: number) => ({ from, by });
  return {
    links: [
      ...[...new Set(references)].sort((one, other) => one - other).map(link('reference')),
      ...flow.map(link('flow')),
    ],
    faults: problems.map((problem) => ({ problem, missing: missingResponse(problem, index, input) })),
  };
}

/** Stands for the text of a response, so that a payload that is nothing but a response does not count as empty. */
function nameAsLabel(payloadName: string): string {
  return payloadName;
}

function missingResponse(problem: Problem, index: number, input: LinkInput): MissingResponse | undefined {
  const wanted = problem.kind === 'notYetAnswered' ? wantedPayload(problem, input) : undefined;
  if (wanted === 'previous') {
    const step = input.steps.findLastIndex((one, at) => at < index && !one.enabled);
    const payload = input.steps[step]?.payload;
    return payload === undefined ? undefined : { kind: 'disabled', payload: payload.name, step };
  }
  if (wanted === undefined) {
    return undefined;
  }
  const given = input.steps.map(({ payload }) => wanted(payload));
  const payload = input.payloads.find(wanted);
  const disabled = given.findLastIndex((isGiven, at) => isGiven && at < index);
  const later = given.findIndex((isGiven, at) => isGiven && at > index);
  if (payload === undefined) {
    return undefined;
  }
  if (disabled !== -1) {
    return { kind: 'disabled', payload: payload.name, step: disabled };
  }
  return later === -1
    ? { kind: 'absent', payload: payload.name, payloadId: payload.id }
    : { kind: 'later', payload: payload.name, step: later };
}

/** Which payload the reference at the place of a problem means; undefined where that cannot be told from the place. */
function wantedPayload(
  { blockId, start }: Problem,
  { blocks }: LinkInput,
): 'previous' | ((payload: Pick<Payload, 'id' | 'name'>) => boolean) | undefined {
  const block: Block | undefined = blockId === null ? undefined : blocks.get(blockId);
  if (block === undefined) {
    return undefined;
  }
  const slot = responseSlotPayload(block.tags);
  if (slot !== undefined) {
    return ({ id }) => id === slot;
  }
  const reference = parseReferences(block.content).find((one) => one.start === start);
  switch (reference?.form) {
    case 'previous':
      return 'previous';
    case 'response':
    case 'name':
      return ({ name }) => name === reference.name;
    case 'tag':
    case 'block':
    case 'variable':
    case undefined:
      return undefined;
  }
}
