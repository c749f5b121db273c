import { text } from '../../shared/model/text';
import type { RunRepository } from '../domain/ports/runRepository';
import { staleReasons, type StaleReason } from '../domain/workflow/staleReasons';
import { parseStepInput, stepInputOf, type Hash } from '../domain/workflow/stepInput';
import type { RunSnapshot, RunStep } from './runSnapshot';
import type { SourceRun, SourceStep } from './sourceRun';
import { assembleStep, type EarlierRunStep } from './stepAssembly';

/** Whether a step of a run is as it would be if the run were repeated now. */
export interface StepFreshness {
  /** The place in the workflow; null for a payload that ran alone. */
  readonly stepId: number | null;
  /** The step in the run; undefined for one that the workflow gained since, and in runs of the original application. */
  readonly stepExecutionId: string | undefined;
  readonly state:
    | 'fresh'
    /** It would be given something else. */
    | 'stale'
    /** It has no whole response. */
    | 'unfinished'
    /** What it was given is not known. */
    | 'unknown';
  /** Why it is stale; empty for other states. */
  readonly reasons: readonly FreshnessReason[];
}

/** Why a step is stale: what of its input changed, or that an earlier step that it uses is itself not fresh. */
export type FreshnessReason = StaleReason | { readonly kind: 'earlier'; readonly text: StaleReason['text'] };

/**
 * Compares a run with the workflow as it is now, step by step in the order of the workflow.
 * @throws {StoreError}
 */
export async function runFreshness(
  snapshot: RunSnapshot,
  source: SourceRun,
  runs: RunRepository,
  hash: Hash,
): Promise<readonly StepFreshness[]> {
  const earlier: EarlierRunStep[] = [];
  const marks: StepFreshness[] = [];
  for (const [index, step] of snapshot.steps.entries()) {
    const found = source.stepOf(step, index);
    marks.push(markOf(snapshot, step, { found, earlier, marks, hash }));
    earlier.push(await earlierStep(step, found, runs));
  }
  return marks;
}

/** A step of an earlier run as those after it see it. */
export async function earlierStep(
  step: RunStep,
  found: SourceStep | undefined,
  runs: RunRepository,
): Promise<EarlierRunStep> {
  const { id, payload, settings } = step;
  const response = found?.chosen && (await runs.response(found.chosen.id));
  const answer = response?.content ?? (settings.onFailure === 'default' ? settings.defaultText : undefined);
  return { stepId: id, payload, answer, isMissing: answer === undefined && settings.onFailure === 'continue' };
}

interface Before {
  readonly found: SourceStep | undefined;
  readonly earlier: readonly EarlierRunStep[];
  readonly marks: readonly StepFreshness[];
  readonly hash: Hash;
}

function markOf(snapshot: RunSnapshot, step: RunStep, { found, earlier, marks, hash }: Before): StepFreshness {
  const mark = { stepId: step.id, stepExecutionId: found?.execution?.id, reasons: [] };
  if (!found?.isComplete) {
    return { ...mark, state: 'unfinished' };
  }
  const then = found.input === undefined ? undefined : parseStepInput(found.input);
  if (!then) {
    return { ...mark, state: 'unknown' };
  }
  const { given, used, problems } = assembleStep(snapshot, step, earlier);
  const now = stepInputOf(given, hash);
  const isPending = used.some((index) => earlier[index]?.answer === undefined);
  const reasons: readonly FreshnessReason[] = [
    ...problems.map((problem) => ({ kind: 'text' as const, text: problem.text })),
    // What stands in place of a response that is not there yet is no change of the text.
    ...(problems.length > 0 || isPending ? [] : staleReasons(then, now)),
    ...used
      .filter((index) => marks[index]?.state === 'stale' || marks[index]?.state === 'unfinished')
      .map((index) => ({
        kind: 'earlier' as const,
        text: text('The response of "{0}" before it is not up to date.', earlier[index]?.payload.name ?? ''),
      })),
  ];
  return { ...mark, state: reasons.length > 0 ? 'stale' : 'fresh', reasons };
}
