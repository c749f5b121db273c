import type { Block } from '../../shared/model/block';
import type { EndpointAddress } from '../../shared/model/endpoint';
import type { Payload } from '../../shared/model/payload';
import { formatText, text } from '../../shared/model/text';
import type { StepSettings } from '../../shared/model/workflow';
import type { BlockRepository } from '../domain/ports/blockRepository';
import type { PayloadRepository } from '../domain/ports/payloadRepository';
import type { WorkflowRepository } from '../domain/ports/workflowRepository';
import { createLibraryLookup, type LibraryLookup, type ReferencedBlock } from '../domain/references/library';
import { planWorkflow, type StepProblem } from '../domain/workflow/plan';
import { defaultStepSettings } from '../domain/workflow/stepSettings';
import type { LibraryIndex } from './libraryIndex';
import { loadBlocks } from './loadBlocks';
import { RunRefusedError } from './runRefusedError';

/** Where a run takes its texts from. */
export interface RunSources {
  readonly blocks: Pick<BlockRepository, 'getMany'>;
  readonly payloads: PayloadRepository;
  readonly workflows: WorkflowRepository;
  readonly index: LibraryIndex;
}

/** A payload in its place, as a run treats it. */
export interface RunStep {
  /** The place in the workflow; null for a payload that runs alone. */
  readonly id: number | null;
  /** What the step is called, in the workflow's words. */
  readonly name: string;
  /** With what the step says of its flow, and the run of its endpoint. */
  readonly payload: Payload;
  readonly settings: StepSettings;
}

/** A workflow and everything its texts refer to, as they were when the run began: later edits do not change a run. */
export interface RunSnapshot {
  /** What runs; without an id for a payload that runs alone. */
  readonly workflow: { readonly id: number | null; readonly name: string };
  /** Those that are switched on, in order. */
  readonly steps: readonly RunStep[];
  readonly payloads: readonly Payload[];
  readonly blocks: ReadonlyMap<number, Block>;
  readonly library: LibraryLookup<ReferencedBlock>;
  /** The host of payloads that name none. */
  readonly host: string;
  /** Whether everything is sent to an endpoint that was chosen for the run. */
  readonly isElsewhere: boolean;
}

/** Where a run sends its requests. */
export interface RunDestination {
  /** The host of payloads that name none. */
  readonly host: string;
  /** Where every step is sent instead of where its payload says. */
  readonly endpoint?: EndpointAddress | undefined;
}

/**
 * Reads a workflow. Whether it can run is another question, see `refuseProblems`.
 * @throws {RunRefusedError} when it is gone or nothing in it is switched on
 * @throws {StoreError}
 */
export async function loadRunSnapshot(
  workflowId: number,
  sources: RunSources,
  destination: RunDestination,
): Promise<RunSnapshot> {
  const [workflow, payloads] = await Promise.all([sources.workflows.get(workflowId), sources.payloads.all()]);
  if (!workflow) {
    throw new RunRefusedError(text('This workflow no longer exists.'), []);
  }
  if (workflow.steps.length === 0) {
    throw new RunRefusedError(text('The workflow "{0}" has no steps. Add a payload to it.', workflow.name), []);
  }
  const enabled = workflow.steps.filter(({ settings }) => settings.enabled);
  if (enabled.length === 0) {
    throw new RunRefusedError(
      text('All steps of the workflow "{0}" are switched off. Switch one on.', workflow.name),
      [],
    );
  }
  const byId = new Map(payloads.map((payload) => [payload.id, payload]));
  const steps = enabled.flatMap(({ id, payloadId, settings }): readonly RunStep[] => {
    const payload = byId.get(payloadId);
    return payload ? [stepOf(id, payload, settings, destination)] : [];
  });
  if (steps.length < enabled.length) {
    throw new RunRefusedError(text('The workflow "{0}" has just been changed. Run it again.', workflow.name), []);
  }
  return snapshotOf({ id: workflow.id, name: workflow.name }, steps, payloads, sources, destination);
}

/**
 * Reads a payload that is to run alone: nothing has answered before it.
 * @throws {RunRefusedError} when it is gone
 * @throws {StoreError}
 */
export async function loadPayloadSnapshot(
  payloadId: number,
  sources: RunSources,
  destination: RunDestination,
): Promise<RunSnapshot> {
  const payloads = await sources.payloads.all();
  const payload = payloads.find(({ id }) => id === payloadId);
  if (!payload) {
    throw new RunRefusedError(text('This payload no longer exists.'), []);
  }
  const steps = [stepOf(null, payload, defaultStepSettings, destination)];
  return snapshotOf({ id: null, name: payload.name }, steps, payloads, sources, destination);
}

/**
 * Refuses a run with a step that cannot be sent; `isSent` leaves out those that will not be.
 * @throws {RunRefusedError} with all problems
 */
export function refuseProblems(snapshot: RunSnapshot, isSent: (stepIndex: number) => boolean): void {
  const { workflow, payloads, blocks, library } = snapshot;
  const steps = snapshot.steps.map(({ payload }) => payload);
  const problems = planWorkflow({ steps, payloads, blocks, library, variable: noVariable }).filter(({ stepIndex }) =>
    isSent(stepIndex),
  );
  const [first] = problems;
  if (!first) {
    return;
  }
  const sentence =
    workflow.id === null
      ? text('"{0}" cannot be sent alone: {1}', workflow.name, formatText(first.problem.text))
      : describe(workflow.name, problems);
  throw new RunRefusedError(sentence, withoutRepeats(problems));
}

/** A workflow has no variables yet; a reference to one is a problem. */
export function noVariable(): undefined {
  // Nothing.
}

function stepOf(id: number | null, payload: Payload, settings: StepSettings, { endpoint }: RunDestination): RunStep {
  const flow = settings.flow ?? payload.flow;
  // The protocol belongs to the server behind the endpoint: at another one it has to be found out.
  const elsewhere = endpoint && { host: endpoint.host, port: endpoint.port, provider: null };
  return { id, name: settings.name ?? payload.name, payload: { ...payload, flow, ...elsewhere }, settings };
}

async function snapshotOf(
  workflow: RunSnapshot['workflow'],
  steps: readonly RunStep[],
  payloads: readonly Payload[],
  sources: RunSources,
  { host, endpoint }: RunDestination,
): Promise<RunSnapshot> {
  const sent = steps.map(({ payload }) => payload);
  const blocks = await loadBlocks(sent, sources.blocks, sources.index);
  const library = createLibraryLookup<ReferencedBlock>([...blocks.values()]);
  return { workflow, steps, payloads, blocks, library, host, isElsewhere: endpoint !== undefined };
}

function describe(workflowName: string, problems: readonly StepProblem[]): RunRefusedError['text'] {
  const [first] = problems;
  const sentence = first ? formatText(first.problem.text) : '';
  const payloadName = first?.payloadName ?? '';
  const others = withoutRepeats(problems).length - 1;
  return others > 0
    ? text('"{0}" cannot run. Payload "{1}": {2} (and {3} more)', workflowName, payloadName, sentence, others)
    : text('"{0}" cannot run. Payload "{1}": {2}', workflowName, payloadName, sentence);
}

/** A block that stands in several steps has its problem once. */
function withoutRepeats(problems: readonly StepProblem[]): readonly StepProblem['problem'][] {
  const byPlace = new Map(
    problems.map(({ payloadId, problem }) => {
      const { kind, blockId, start } = problem;
      return [`${kind} ${blockId ?? `payload ${payloadId}`} ${start}`, problem];
    }),
  );
  return [...byPlace.values()];
}
