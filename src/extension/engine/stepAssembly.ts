import type { Block } from '../../shared/model/block';
import type { EndpointAddress } from '../../shared/model/endpoint';
import type { Payload, PayloadSettings } from '../../shared/model/payload';
import { assemble } from '../domain/payload/assemble';
import { canonicalAddress } from '../domain/payload/endpointAddress';
import type { GenerationRequest } from '../domain/ports/modelServer';
import type { ReferencedBlock } from '../domain/references/library';
import type { Problem } from '../domain/references/problem';
import { responsesBefore, type EarlierStep } from '../domain/workflow/earlierResponses';
import type { StepGiven } from '../domain/workflow/stepInput';
import { noVariable, type RunSnapshot, type RunStep } from './runSnapshot';

/** A step before, and where it stands in the workflow. */
export interface EarlierRunStep extends EarlierStep {
  readonly stepId: number | null;
}

/** What one step sends, and what it is made of. */
export interface StepAssembly {
  readonly request: GenerationRequest;
  readonly given: StepGiven;
  /** The places among the steps before whose responses it uses, answered or not. */
  readonly used: readonly number[];
  /** Nothing may be sent while there are any. */
  readonly problems: readonly Problem[];
}

/** Assembles a step after those before it. */
export function assembleStep(
  snapshot: RunSnapshot,
  { payload, settings }: RunStep,
  earlier: readonly EarlierRunStep[],
): StepAssembly {
  const { library, payloads, host, isElsewhere } = snapshot;
  const used = new Set<number>();
  const blocks = new Map<number, ReferencedBlock>(enabledBlocks(payload, snapshot.blocks));
  const note = (block: ReferencedBlock): ReferencedBlock => {
    blocks.set(block.id, block);
    return block;
  };
  const { messages, problems } = assemble(payload, snapshot.blocks, {
    blocksByTag: (tag) => library.blocksByTag(tag).map(note),
    blockByPath: (path) => {
      const block = library.blockByPath(path);
      return block && note(block);
    },
    ...responsesBefore(earlier, payloads, pendingLabel, (index) => used.add(index)),
    variable: noVariable,
  });
  const request = { host: payload.host ?? host, settings: settingsOf(payload), messages, ...limitsOf(settings.limits) };
  const places = [...used].sort((one, other) => one - other);
  const given: StepGiven = {
    settings: request.settings,
    endpoint: { host: request.host, port: payload.port },
    isElsewhere,
    answers: settings.answers,
    messages,
    blocks: [...blocks.values()].map(({ id, title, content }) => ({ id, title, content })),
    responses: places.flatMap((index) => {
      const step = earlier[index];
      return step?.answer === undefined ? [] : [givenResponse(step, step.answer)];
    }),
  };
  return { request, given, used: places, problems };
}

/** In whose queue a step waits: one for all ways to write an address. */
export function endpointOf({ request: { host, settings } }: StepAssembly): EndpointAddress {
  return canonicalAddress({ host, port: settings.port });
}

/** Stands for a response that there is not yet; what is assembled with it is never sent. */
function pendingLabel(payloadName: string): string {
  return payloadName;
}

function givenResponse({ stepId, payload }: EarlierRunStep, text: string): StepGiven['responses'][number] {
  return { stepId, payloadId: payload.id, payloadName: payload.name, text };
}

function enabledBlocks(payload: Payload, all: ReadonlyMap<number, Block>): readonly (readonly [number, Block])[] {
  return payload.blocks.flatMap(({ blockId, enabled }) => {
    const block = all.get(blockId);
    return enabled && block ? [[blockId, block] as const] : [];
  });
}

/** Limits that the step leaves to the settings need not be said. */
function limitsOf(limits: RunStep['settings']['limits']): Pick<GenerationRequest, 'limits'> {
  return Object.values(limits).every((limit: number | null) => limit === null) ? {} : { limits };
}

function settingsOf(payload: Payload): PayloadSettings {
  const { temperature, responseLength, port, host, modelFormat, provider, model, parameters, flow } = payload;
  return { temperature, responseLength, port, host, modelFormat, provider, model, parameters, flow };
}
