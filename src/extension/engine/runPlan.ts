import { text } from '../../shared/model/text';
import { assertNever } from '../domain/assertNever';
import type { RunRepository } from '../domain/ports/runRepository';
import { runFreshness } from './runFreshness';
import type { StartOptions, StepSelection } from './runner';
import { RunRefusedError } from './runRefusedError';
import { refuseProblems, type RunSnapshot, type RunStep } from './runSnapshot';
import { loadSourceRun, type SourceRun, type SourceStep } from './sourceRun';
import { assembleStep, type EarlierRunStep } from './stepAssembly';
import type { Hash } from '../domain/workflow/stepInput';

/** What a run does at one of its steps. */
export type StepTurn =
  | { readonly kind: 'execute' }
  /** Takes over the responses of the earlier run. */
  | { readonly kind: 'reuse'; readonly source: SourceStep }
  /** Takes them over if it is given what it was given then, and is executed otherwise. */
  | { readonly kind: 'compare'; readonly source: SourceStep }
  /** Takes over the answers that are there if it is given what it was given then, and asks for those that are missing. */
  | { readonly kind: 'complete'; readonly source: SourceStep }
  /** Sends nothing and has no response. */
  | { readonly kind: 'leaveOut' };

/** What a run does, step by step. */
export interface RunPlan {
  /** The run whose responses are taken over; null for one that takes none. */
  readonly sourceRunId: number | null;
  /** One for each step of the snapshot. */
  readonly turns: readonly StepTurn[];
}

const execute: StepTurn = { kind: 'execute' };

/**
 * Decides which steps of a workflow are executed.
 * @throws {RunRefusedError} when there is nothing to do, when a step that is to be sent has problems, or when a response
 *   that it needs is missing
 * @throws {StoreError}
 */
export async function planRun(
  snapshot: RunSnapshot,
  options: StartOptions,
  runs: RunRepository,
  hash: Hash,
): Promise<RunPlan> {
  const { steps = { kind: 'all' } } = options;
  if (steps.kind === 'all') {
    refuseProblems(snapshot, () => true);
    return { sourceRunId: null, turns: snapshot.steps.map(() => execute) };
  }
  const source = await findSource(snapshot, options.sourceRunId, runs);
  const turns = turnsOf(snapshot, steps, source);
  if (steps.kind === 'stale' && source) {
    await refuseFresh(snapshot, source, runs, hash);
  }
  const mayBeSent = new Set<StepTurn['kind'] | undefined>(['execute', 'compare', 'complete']);
  refuseProblems(snapshot, (index) => mayBeSent.has(turns[index]?.kind));
  refuseMissing(snapshot, turns, source);
  const takesOver = turns.some(({ kind }) => kind !== 'execute' && kind !== 'leaveOut');
  return { sourceRunId: takesOver ? (source?.run.id ?? null) : null, turns };
}

async function findSource(
  { workflow }: RunSnapshot,
  sourceRunId: number | undefined,
  runs: RunRepository,
): Promise<SourceRun | undefined> {
  if (sourceRunId === undefined) {
    const latest = workflow.id === null ? undefined : await runs.latest(workflow.id);
    return latest && loadSourceRun(latest, runs);
  }
  const run = await runs.get(sourceRunId);
  if (!run) {
    throw new RunRefusedError(text('Run {0} has been deleted.', sourceRunId), []);
  }
  if (run.workflowId !== workflow.id) {
    throw new RunRefusedError(text('Run {0} is not one of "{1}".', sourceRunId, workflow.name), []);
  }
  return loadSourceRun(run, runs);
}

function turnsOf(
  { workflow, steps }: RunSnapshot,
  selection: Exclude<StepSelection, { readonly kind: 'all' }>,
  source: SourceRun | undefined,
): readonly StepTurn[] {
  const sources = steps.map((step, index) => source?.stepOf(step, index));
  const takeOver = (index: number): StepTurn => {
    const found = sources[index];
    return found?.chosen ? { kind: 'reuse', source: found } : { kind: 'leaveOut' };
  };
  const compare = (index: number): StepTurn => {
    const found = sources[index];
    if (found?.input === undefined || found.answers.length === 0) {
      return execute;
    }
    // What it was given tells how many answers it was asked for.
    const isWhole = found.isComplete || found.answers.length >= (steps[index]?.settings.answers ?? 1);
    return { kind: isWhole ? 'compare' : 'complete', source: found };
  };
  switch (selection.kind) {
    case 'from': {
      const first = placeOf(selection.stepId, workflow.name, steps);
      return steps.map((_, index) => (index >= first ? execute : takeOver(index)));
    }
    case 'only': {
      const only = placeOf(selection.stepId, workflow.name, steps);
      return steps.map((_, index) => (index === only ? execute : takeOver(index)));
    }
    case 'unfinished': {
      const first = sources.findIndex((found) => !found?.isComplete);
      if (first === -1) {
        throw new RunRefusedError(
          text(
            'Run {0} of "{1}" has all its responses. There is nothing to resume.',
            source?.run.id ?? '',
            workflow.name,
          ),
          [],
        );
      }
      return steps.map((_, index) => (index < first ? takeOver(index) : compare(index)));
    }
    case 'stale':
      return steps.map((_, index) => compare(index));
    default:
      return assertNever(selection);
  }
}

function placeOf(stepId: number, workflowName: string, steps: readonly RunStep[]): number {
  const place = steps.findIndex(({ id }) => id === stepId);
  if (place === -1) {
    throw new RunRefusedError(
      text('That step no longer stands in the workflow "{0}", or is switched off.', workflowName),
      [],
    );
  }
  return place;
}

async function refuseFresh(snapshot: RunSnapshot, source: SourceRun, runs: RunRepository, hash: Hash): Promise<void> {
  const marks = await runFreshness(snapshot, source, runs, hash);
  if (marks.every(({ state }) => state === 'fresh')) {
    throw new RunRefusedError(
      text(
        'Nothing is stale in run {0} of "{1}": every step would be given what it was given.',
        source.run.id,
        snapshot.workflow.name,
      ),
      [],
    );
  }
}

/** A response that nobody gives must not be found out only when its turn comes. */
function refuseMissing(snapshot: RunSnapshot, turns: readonly StepTurn[], source: SourceRun | undefined): void {
  const { steps, workflow } = snapshot;
  steps.forEach((step, index) => {
    if (turns[index]?.kind !== 'execute' && turns[index]?.kind !== 'complete') {
      return;
    }
    const earlier = steps.slice(0, index).map(pendingStep);
    const missing = assembleStep(snapshot, step, earlier).used.find((place) => isMissing(steps[place], turns[place]));
    const giver = missing === undefined ? undefined : steps[missing];
    if (missing === undefined || !giver) {
      return;
    }
    const [place, giverPlace] = [index + 1, missing + 1];
    throw new RunRefusedError(
      source
        ? text(
            'Step {0}, "{1}", uses the response of step {2}, "{3}", and run {4} has none. Run from step {2}.',
            ...[place, step.name, giverPlace, giver.name, source.run.id],
          )
        : text(
            'Step {0}, "{1}", uses the response of step {2}, "{3}", and no earlier run of "{4}" has one. Run from step {2}.',
            ...[place, step.name, giverPlace, giver.name, workflow.name],
          ),
      [],
    );
  });
}

/** A step that may fail without ending the run may be missing as well. */
function isMissing(step: RunStep | undefined, turn: StepTurn | undefined): boolean {
  return turn?.kind === 'leaveOut' && step?.settings.onFailure === 'stop';
}

function pendingStep({ id, payload }: RunStep): EarlierRunStep {
  return { stepId: id, payload, answer: undefined };
}
