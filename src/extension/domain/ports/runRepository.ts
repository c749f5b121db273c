import type {
  FinishReason,
  Response,
  ResponseMetadata,
  ResponseSummary,
  Run,
  RunStatus,
  StepExecution,
  StepStatus,
} from '../../../shared/model/run';

/** A step of a run that is about to begin. */
export interface NewStep {
  readonly stepId: number | null;
  readonly payloadId: number;
  readonly name: string;
  /** Responses of an earlier run that are copied instead of asking again; empty for a step that is to be executed. */
  readonly reused: readonly number[];
}

/** A run that is about to begin. */
export interface NewRun {
  /** Null for a payload that runs alone. */
  readonly workflowId: number | null;
  readonly workflowName: string;
  readonly sourceRunId: number | null;
  /** In order. */
  readonly steps: readonly NewStep[];
}

/** A run as it was stored, with what its steps are known by. */
export interface StartedRun {
  readonly run: Run;
  /** In the order of the steps. */
  readonly steps: readonly StepExecution[];
}

/** What changed in a step of a run; absent means unchanged. */
export interface StepChange {
  readonly status?: StepStatus;
  readonly retryCount?: number;
  readonly errorMessage?: string | null;
  /** What the step was given, for finding out later whether it is stale; see `domain/workflow/stepInput`. */
  readonly input?: string;
}

/** A response that is about to arrive. */
export interface NewResponse {
  readonly runId: number;
  readonly stepExecutionId: string;
  readonly payloadId: number;
  readonly payloadName: string;
  readonly stepIndex: number;
  readonly answerIndex: number;
  readonly prompt: string;
  readonly metadata: ResponseMetadata;
  /** A response without text that a failed try of the same step left: it becomes this one and keeps its id. */
  readonly replaces?: number;
}

/** What of a response has arrived. */
export interface ResponseText {
  readonly content: string;
  readonly thinking: string;
}

/** How a response ended. */
export interface ResponseEnd extends ResponseText {
  readonly partial: boolean;
  readonly finishReason: FinishReason;
  readonly metadata: ResponseMetadata;
}

/** How a run ended. */
export interface RunEnd {
  readonly status: Exclude<RunStatus, 'queued' | 'running'>;
  readonly executionTimeMs: number;
  readonly errorMessage: string | null;
}

/** What a person says of a response; absent means unchanged. */
export interface ResponseJudgement {
  /** 1 to 5; null takes it back. */
  readonly rating?: number | null;
  readonly comment?: string;
}

/** The runs and their responses. Every method is one transaction; errors as in `BlockRepository`. */
export interface RunRepository {
  /** Newest first. `before` is the id of the last run of the page before. */
  page(limit: number, before?: number): Promise<readonly Run[]>;
  get(id: number): Promise<Run | undefined>;
  /** The newest run of a workflow that has a response; undefined when there is none. */
  latest(workflowId: number): Promise<Run | undefined>;
  /** In order; none for a run of the original application. */
  steps(runId: number): Promise<readonly StepExecution[]>;
  /** What each step of a run was given, by the id of its execution; without those that were never given anything. */
  stepInputs(runId: number): Promise<ReadonlyMap<string, string>>;
  /** In the order of the steps, the answers of one step in theirs. */
  responses(runId: number): Promise<readonly ResponseSummary[]>;
  response(id: number): Promise<Response | undefined>;
  /** Other responses of the same step or payload, in this run and all others, newest first. */
  ofSameStep(responseId: number, limit: number): Promise<readonly ResponseSummary[]>;
  /** Begins a run with the status `running`, copies what it reuses and stores its other steps as `pending`. */
  start(run: NewRun): Promise<StartedRun>;
  /**
   * Ends a run. Its steps that have not ended end with it: those that had not begun are `skipped`, the others get the
   * status of the run.
   */
  finish(runId: number, end: RunEnd): Promise<void>;
  changeStep(stepExecutionId: string, change: StepChange): Promise<void>;
  /**
   * Copies responses of an earlier run into a step, which becomes `reused` and was given what theirs was; a step that has
   * still to ask for other answers stays as it is.
   */
  reuse(stepExecutionId: string, responseIds: readonly number[], isWhole?: boolean): Promise<void>;
  /** Stores an empty partial response; the first one of a step is chosen. */
  startResponse(response: NewResponse): Promise<ResponseSummary>;
  /** Stores what has arrived so far. */
  savePartial(responseId: number, text: ResponseText): Promise<void>;
  /**
   * Stores the end of a response and what follows from it for its step and its run: one transaction. A complete response
   * becomes the chosen one where a partial one was that had ended; where the chosen one ends as partial, the first complete
   * one does.
   */
  finishResponse(responseId: number, end: ResponseEnd, step?: StepChange, run?: RunEnd): Promise<void>;
  /** Makes a response the one of its step that flows on. */
  choose(responseId: number): Promise<void>;
  judge(responseId: number, judgement: ResponseJudgement): Promise<void>;
  delete(ids: readonly number[]): Promise<void>;
}
