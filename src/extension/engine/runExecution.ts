import type { EndpointAddress } from '../../shared/model/endpoint';
import type { Run, StepExecution } from '../../shared/model/run';
import { assertNever } from '../domain/assertNever';
import { GenerationError } from '../domain/ports/modelServer';
import type { ResponseText, RunEnd } from '../domain/ports/runRepository';
import { StoreError } from '../domain/ports/storeError';
import { staleReasons } from '../domain/workflow/staleReasons';
import { formatStepInput, parseStepInput, stepInputOf, type Hash } from '../domain/workflow/stepInput';
import type { Log } from '../platform/ports/log';
import type { FirstStep } from './firstStep';
import type { HeadStart } from './headStart';
import { describeFailure, failureSentence, logFailure } from './runFailure';
import { earlierStep } from './runFreshness';
import type { StepTurn } from './runPlan';
import type { ActiveRun, RunnerEvent } from './runner';
import { RunRefusedError } from './runRefusedError';
import type { RunSnapshot, RunStep } from './runSnapshot';
import { RunStopped } from './runStopped';
import type { SourceStep } from './sourceRun';
import { assembleStep, type EarlierRunStep, type StepAssembly } from './stepAssembly';
import type { StepRunDependencies } from './stepAnswer';
import { StepRun, type StepRunObserver } from './stepRun';

/** What runs share. */
export interface RunEnvironment extends StepRunDependencies {
  readonly log: Log;
  readonly hash: Hash;
  readonly fire: (event: RunnerEvent) => void;
  /** What has arrived of the responses that are being written, by their ids. */
  readonly live: Map<number, () => ResponseText>;
}

/** A step, what is to be done at it, and where it is stored. */
interface Turn {
  readonly step: RunStep;
  readonly stepIndex: number;
  readonly turn: StepTurn;
  readonly execution: StepExecution;
}

/** One run from its first step to its last. */
export class RunExecution {
  private current: ActiveRun;
  private readonly turns: readonly Turn[];
  private readonly stopping = new AbortController();
  /** What the first step that failed says, where the run went on. */
  private tolerated: string | null = null;
  /** The end that was to be stored together with that of the last step. */
  private completion: RunEnd | undefined;
  /** The responses that are being written. */
  private readonly written = new Set<number>();
  private lockedEndpoint: EndpointAddress | undefined;
  private nothingListens = false;

  constructor(
    run: Run,
    executions: readonly StepExecution[],
    private readonly snapshot: RunSnapshot,
    turns: readonly StepTurn[],
    private readonly environment: RunEnvironment,
    startedAt: number,
    /** What was assembled before the run began, and perhaps sent. */
    private readonly assembled?: FirstStep & { readonly headStart: HeadStart },
  ) {
    this.turns = snapshot.steps.flatMap((step, stepIndex) => {
      const [turn, execution] = [turns[stepIndex], executions[stepIndex]];
      return turn && execution ? [{ step, stepIndex, turn, execution }] : [];
    });
    const [first] = this.turns;
    this.current = {
      runId: run.id,
      workflowId: snapshot.workflow.id,
      workflowName: snapshot.workflow.name,
      stepIndex: 0,
      stepCount: snapshot.steps.length,
      payloadName: first?.step.payload.name ?? '',
      stepExecutionId: first?.execution.id ?? '',
      answerIndex: 0,
      answerCount: first?.step.settings.answers ?? 1,
      phase: 'queued',
      retry: undefined,
      responseId: undefined,
      startedAt,
    };
  }

  /** Where it stands. */
  get state(): ActiveRun {
    return this.current;
  }

  /** Lets it end as soon as what has arrived is stored. */
  stop(): void {
    this.stopping.abort();
  }

  /** Runs the steps and stores how it ended; never rejects. `over` is called before the end is told. */
  async execute(over: () => void): Promise<void> {
    this.environment.fire({ kind: 'started', run: this.current });
    const end = await this.finish(await this.runSteps());
    over();
    this.environment.fire({
      kind: 'ended',
      runId: this.current.runId,
      workflowName: this.current.workflowName,
      status: end.status,
      errorMessage: end.errorMessage ?? undefined,
      ...(this.lockedEndpoint && { lockedEndpoint: this.lockedEndpoint }),
      ...(this.nothingListens && { nothingListens: true }),
    });
  }

  private async runSteps(): Promise<RunEnd> {
    const earlier: EarlierRunStep[] = [];
    try {
      for (const turn of this.turns) {
        if (this.stopping.signal.aborted) {
          throw new RunStopped();
        }
        const { step, stepIndex, execution } = turn;
        this.current = {
          ...this.current,
          stepIndex,
          payloadName: step.payload.name,
          stepExecutionId: execution.id,
          responseId: undefined,
          answerIndex: 0,
          answerCount: step.settings.answers,
          phase: 'queued',
          retry: undefined,
        };
        earlier.push(await this.take(turn, earlier));
      }
      return this.completion ?? this.end('completed', this.tolerated);
    } catch (error) {
      return error instanceof RunStopped ? this.end('cancelled') : await this.failed(error);
    }
  }

  private async take(turn: Turn, earlier: readonly EarlierRunStep[]): Promise<EarlierRunStep> {
    const { step } = turn;
    const { runs } = this.environment;
    switch (turn.turn.kind) {
      case 'reuse':
        return earlierStep(step, turn.turn.source, runs);
      case 'leaveOut':
        return earlierStep(step, undefined, runs);
      case 'execute':
        return this.runStep(turn, this.assemble(turn, earlier));
      case 'compare': {
        const assembly = this.assemble(turn, earlier);
        return (await this.isReused(turn, assembly, turn.turn.source))
          ? earlierStep(step, turn.turn.source, runs)
          : this.runStep(turn, assembly);
      }
      case 'complete': {
        const assembly = this.assemble(turn, earlier);
        const { answers } = turn.turn.source;
        const isKept = await this.isReused(turn, assembly, turn.turn.source, answers);
        return this.runStep(turn, assembly, isKept ? answers.map(({ answerIndex }) => answerIndex) : []);
      }
      default:
        return assertNever(turn.turn);
    }
  }

  private assemble({ step, stepIndex }: Turn, earlier: readonly EarlierRunStep[]): StepAssembly {
    return (stepIndex === 0 ? this.assembled?.assembly : undefined) ?? assembleStep(this.snapshot, step, earlier);
  }

  /** Takes the responses of the earlier run over where the step is given what it was given then. */
  private async isReused(
    { execution }: Turn,
    assembly: StepAssembly,
    source: SourceStep,
    /** Those that are taken over where not all that were asked for are there. */
    some?: SourceStep['answers'],
  ): Promise<boolean> {
    const then = source.input === undefined ? undefined : parseStepInput(source.input);
    const now = stepInputOf(assembly.given, this.environment.hash);
    if (!then || assembly.problems.length > 0 || staleReasons(then, now).length > 0) {
      return false;
    }
    try {
      const ids = some?.map(({ id }) => id) ?? source.responses;
      await this.environment.runs.reuse(execution.id, ids, some === undefined);
      return true;
    } catch (error) {
      if (isGone(error) && (await this.isStored())) {
        return false; // the earlier run has been deleted since this one began
      }
      throw error;
    }
  }

  private async runStep(
    turn: Turn,
    assembly: StepAssembly,
    /** The places of the answers that it has already. */
    taken: readonly number[] = [],
  ): Promise<EarlierRunStep> {
    const { step, execution } = turn;
    const [problem] = assembly.problems;
    if (problem) {
      // Only the answers before it can be the reason: everything else was checked before the run began.
      const refusal = new RunRefusedError(problem.text, assembly.problems);
      await this.environment.runs.changeStep(execution.id, {
        status: 'failed',
        errorMessage: failureSentence(refusal),
      });
      return { stepId: step.id, payload: step.payload, ...this.afterFailure(step, refusal, undefined) };
    }
    const outcome = await this.stepRun(turn, assembly, taken).run(this.stopping.signal);
    return {
      stepId: step.id,
      payload: step.payload,
      ...(outcome.kind === 'answered' ? outcome : this.afterFailure(step, outcome.error, outcome.answer)),
    };
  }

  /** What stands for the response of a step that failed; throws its failure where that ends the run. */
  private afterFailure(
    { settings }: RunStep,
    error: GenerationError | RunRefusedError,
    answer: string | undefined,
  ): Pick<EarlierRunStep, 'answer' | 'isMissing'> {
    if (settings.onFailure === 'stop') {
      throw error;
    }
    logFailure(this.environment.log, this.current.runId, error);
    this.tolerated ??= describeFailure(error, this.current);
    const standIn = settings.onFailure === 'default' ? settings.defaultText : undefined;
    const used = answer ?? standIn;
    return { answer: used, isMissing: used === undefined };
  }

  private stepRun({ step, stepIndex, execution }: Turn, assembly: StepAssembly, taken: readonly number[]): StepRun {
    const { fire, live, hash } = this.environment;
    const { runId } = this.current;
    const first = assembly === this.assembled?.assembly ? this.assembled : undefined;
    const input = first?.input ?? formatStepInput(stepInputOf(assembly.given, hash));
    const isLast = stepIndex === this.turns.at(-1)?.stepIndex;
    const runEnd = (): RunEnd => (this.completion = this.end('completed', this.tolerated));
    const task = {
      runId,
      stepExecutionId: execution.id,
      stepIndex,
      step,
      assembly,
      input,
      ...(isLast && { runEnd }),
    };
    const observer: StepRunObserver = {
      progressed: (progress) => {
        this.current = { ...this.current, ...progress };
        fire({ kind: 'progressed', run: this.current });
      },
      responseStarted: (responseId, arrived) => {
        live.set(responseId, arrived);
        this.written.add(responseId);
        this.current = { ...this.current, responseId, phase: 'waiting' };
        fire({ kind: 'responseStarted', run: this.current, responseId });
      },
      streamed: (responseId) => {
        fire({ kind: 'streamed', runId, responseId });
      },
      responseEnded: (responseId) => {
        fire({ kind: 'responseEnded', runId, responseId });
        this.written.delete(responseId);
        live.delete(responseId); // where it was not stored it stays: this is then the only place that has it
      },
    };
    return new StepRun(task, this.environment, observer, taken, first?.headStart);
  }

  /** A run that somebody deleted while it went on has been stopped by that. */
  private async failed(error: unknown): Promise<RunEnd> {
    if (isGone(error) && !(await this.isStored())) {
      return this.deleted();
    }
    logFailure(this.environment.log, this.current.runId, error);
    this.lockedEndpoint = error instanceof GenerationError ? error.endpoint : undefined;
    this.nothingListens = error instanceof GenerationError && error.reason === 'unreachable';
    return this.end('failed', describeFailure(error, this.current));
  }

  /** Somebody deleted the run: with it went what had arrived. */
  private deleted(): RunEnd {
    for (const responseId of this.written) {
      this.environment.live.delete(responseId);
    }
    return this.end('cancelled');
  }

  private async isStored(): Promise<boolean> {
    try {
      return (await this.environment.runs.get(this.current.runId)) !== undefined;
    } catch {
      return true; // the failure of whoever asked says more
    }
  }

  private end(status: RunEnd['status'], errorMessage: string | null = null): RunEnd {
    const executionTimeMs = Math.max(0, this.environment.clock.now() - this.current.startedAt);
    return { status, executionTimeMs, errorMessage };
  }

  /** Stores the end where it is not yet, and yields it; a failure of its own when the store does not take it. */
  private async finish(end: RunEnd): Promise<RunEnd> {
    if (end === this.completion) {
      return end;
    }
    try {
      await this.environment.runs.finish(this.current.runId, end);
      return end;
    } catch (error) {
      if (isGone(error)) {
        return this.deleted();
      }
      const failure = await this.failed(error);
      return end.status === 'failed' ? end : failure; // the first failure is the one to tell
    }
  }
}

function isGone(error: unknown): boolean {
  return error instanceof StoreError && error.reason === 'not-found';
}
