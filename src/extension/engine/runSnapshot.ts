import type { Block } from '../../shared/model/block';
import type { Payload } from '../../shared/model/payload';
import { formatText, text } from '../../shared/model/text';
import type { BlockRepository } from '../domain/ports/blockRepository';
import type { PayloadRepository } from '../domain/ports/payloadRepository';
import type { WorkflowRepository } from '../domain/ports/workflowRepository';
import type { ExpansionContext } from '../domain/references/expansionContext';
import { createLibraryLookup, type LibraryLookup, type ReferencedBlock } from '../domain/references/library';
import { responsesBefore, type EarlierStep } from '../domain/workflow/earlierResponses';
import { planWorkflow, type StepProblem } from '../domain/workflow/plan';
import type { LibraryIndex } from './libraryIndex';
import { loadBlocks } from './loadBlocks';
import { RunRefusedError } from './runRefusedError';

/** Where a run takes its texts from. */
export interface RunSources {
  readonly blocks: BlockRepository;
  readonly payloads: PayloadRepository;
  readonly workflows: WorkflowRepository;
  readonly index: LibraryIndex;
}

/** A workflow and everything its texts refer to, as they were when the run began: later edits do not change a run. */
export interface RunSnapshot {
  /** What runs; without an id for a payload that runs alone. */
  readonly workflow: { readonly id: number | null; readonly name: string };
  /** The payload of each step. */
  readonly steps: readonly Payload[];
  readonly payloads: readonly Payload[];
  readonly blocks: ReadonlyMap<number, Block>;
  readonly library: LibraryLookup<ReferencedBlock>;
}

/**
 * Reads a workflow and checks it.
 * @throws {RunRefusedError} with all problems, when it cannot run
 * @throws {StoreError}
 */
export async function loadRunSnapshot(workflowId: number, sources: RunSources): Promise<RunSnapshot> {
  const [workflow, payloads] = await Promise.all([sources.workflows.get(workflowId), sources.payloads.all()]);
  if (!workflow) {
    throw new RunRefusedError(text('This workflow no longer exists.'), []);
  }
  const byId = new Map(payloads.map((payload) => [payload.id, payload]));
  const steps = workflow.steps.flatMap(({ payloadId }) => byId.get(payloadId) ?? []);
  if (steps.length === 0) {
    throw new RunRefusedError(text('The workflow "{0}" has no steps. Add a payload to it.', workflow.name), []);
  }
  if (steps.length < workflow.steps.length) {
    throw new RunRefusedError(text('The workflow "{0}" has just been changed. Run it again.', workflow.name), []);
  }
  const blocks = await loadBlocks(steps, sources.blocks, sources.index);
  const library = createLibraryLookup<ReferencedBlock>([...blocks.values()]);
  const problems = planWorkflow({ steps, payloads, blocks, library, variable: noVariable });
  if (problems.length > 0) {
    throw new RunRefusedError(describe(workflow.name, problems), withoutRepeats(problems));
  }
  return { workflow, steps, payloads, blocks, library };
}

/**
 * Reads a payload that is to run alone, and checks it: nothing has answered before it.
 * @throws {RunRefusedError} with all problems, when it cannot run
 * @throws {StoreError}
 */
export async function loadPayloadSnapshot(payloadId: number, sources: RunSources): Promise<RunSnapshot> {
  const payloads = await sources.payloads.all();
  const payload = payloads.find(({ id }) => id === payloadId);
  if (!payload) {
    throw new RunRefusedError(text('This payload no longer exists.'), []);
  }
  const steps = [payload];
  const blocks = await loadBlocks(steps, sources.blocks, sources.index);
  const library = createLibraryLookup<ReferencedBlock>([...blocks.values()]);
  const [first, ...others] = planWorkflow({ steps, payloads, blocks, library, variable: noVariable });
  if (first) {
    const sentence = formatText(first.problem.text);
    const problems = [first, ...others];
    throw new RunRefusedError(
      text('"{0}" cannot be sent alone: {1}', payload.name, sentence),
      problems.map(({ problem }) => problem),
    );
  }
  return { workflow: { id: null, name: payload.name }, steps, payloads, blocks, library };
}

/** What references mean in the step after the ones that have answered. */
export function contextAfter({ payloads, library }: RunSnapshot, earlier: readonly EarlierStep[]): ExpansionContext {
  return {
    ...library,
    ...responsesBefore(earlier, payloads, (payloadName) => payloadName),
    variable: noVariable,
  };
}

function noVariable(): undefined {
  // A workflow has no variables yet; a reference to one is a problem.
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
