import type { Block } from '../../../shared/model/block';
import type { Payload } from '../../../shared/model/payload';
import { assemble } from '../payload/assemble';
import type { ReferencedBlock, LibraryLookup } from '../references/library';
import type { Problem } from '../references/problem';
import { type NamedPayload, responsesBefore } from './earlierResponses';

/** A workflow with everything its texts may refer to, loaded before. */
export interface PlanInput {
  /** The payload of each step, in order. The same may stand twice. */
  readonly steps: readonly Payload[];
  /** All payloads that exist: a reference to one that has no step is another mistake than one to a name nobody has. */
  readonly payloads: readonly NamedPayload[];
  /** Every block in the payloads' lists. */
  readonly blocks: ReadonlyMap<number, Block>;
  /** The blocks that texts refer to, directly or through others. */
  readonly library: LibraryLookup<ReferencedBlock>;
  /** The value of a variable of the workflow. */
  readonly variable: (name: string) => string | undefined;
}

/** What is wrong with one step. */
export interface StepProblem {
  /** From 0. */
  readonly stepIndex: number;
  readonly payloadId: number;
  readonly payloadName: string;
  readonly problem: Problem;
}

/**
 * Everything that would keep a workflow from running, known before the first request: references that name nothing,
 * blocks in a circle, responses that only a later step or no step gives, payloads without text. In the order of the steps.
 */
export function planWorkflow({ steps, payloads, blocks, library, variable }: PlanInput): readonly StepProblem[] {
  return steps.flatMap((payload, stepIndex) => {
    const earlier = steps.slice(0, stepIndex).map((step) => ({ payload: step, answer: undefined }));
    const context = { variable, ...library, ...responsesBefore(earlier, payloads, nameAsLabel) };
    return assemble(payload, blocks, context).problems.map((problem) => ({
      stepIndex,
      payloadId: payload.id,
      payloadName: payload.name,
      problem,
    }));
  });
}

/** Stands for the text of a response, so that a payload that is nothing but a response does not count as empty. */
function nameAsLabel(payloadName: string): string {
  return payloadName;
}
