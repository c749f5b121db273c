import type { Subscribe } from '../domain/ports/events';
import type { EndpointAddress } from '../../shared/model/endpoint';
import type { RunStatus } from '../../shared/model/run';
import type { StepFreshness } from './runFreshness';

/** Where the step that runs now stands. */
export type StepPhase =
  /** Waits for its endpoint. */
  | 'queued'
  /** Finding out what answers, and connecting. */
  | 'connecting'
  /** Sent; no text yet. */
  | 'waiting'
  /** What the model thinks before it answers arrives. */
  | 'thinking'
  /** Text arrives. */
  | 'writing'
  /** Failed, and will be sent again. */
  | 'retrying';

/** A request that will be sent again. */
export interface PendingRetry {
  /** Waits for a server that has no room, for as long as it takes; that counts as no retry. */
  readonly isBusy: boolean;
  /** How often it has been sent again, this time included. */
  readonly count: number;
  /** When, in milliseconds since 1970 UTC. */
  readonly at: number;
  /** Why the last try failed: one sentence. */
  readonly message: string;
}

/** A run that is going on. */
export interface ActiveRun {
  readonly runId: number;
  /** Null for a payload that runs alone. */
  readonly workflowId: number | null;
  readonly workflowName: string;
  readonly stepIndex: number;
  readonly stepCount: number;
  readonly payloadName: string;
  /** UUID of the step execution: by it the place in a queue is found. */
  readonly stepExecutionId: string;
  readonly phase: StepPhase;
  /** Set in the phase `retrying`. */
  readonly retry: PendingRetry | undefined;
  /** Which of the answers of this step is asked for, from 0. */
  readonly answerIndex: number;
  /** How many answers this step asks for. */
  readonly answerCount: number;
  /** The response that is being written, once it exists. */
  readonly responseId: number | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly startedAt: number;
}

/** What a runner tells while it works. */
export type RunnerEvent =
  | { readonly kind: 'started'; readonly run: ActiveRun }
  /** Another step or phase began. */
  | { readonly kind: 'progressed'; readonly run: ActiveRun }
  /** A response exists from now on, still empty: the moment to open its document. */
  | { readonly kind: 'responseStarted'; readonly run: ActiveRun; readonly responseId: number }
  /** More text of a response; read it with `liveText`. Raised for every piece: whoever draws has to throttle. */
  | { readonly kind: 'streamed'; readonly runId: number; readonly responseId: number }
  /** A response is complete and stored. */
  | { readonly kind: 'responseEnded'; readonly runId: number; readonly responseId: number }
  /** The run is over and stored. `errorMessage` is for a person: why it failed, or what it went on after. */
  | {
      readonly kind: 'ended';
      readonly runId: number;
      readonly workflowName: string;
      readonly status: RunStatus;
      readonly errorMessage: string | undefined;
      /** The endpoint that wants an access key, where that is why it failed. */
      readonly lockedEndpoint?: EndpointAddress;
      /** True where it failed because nothing listens on the port. */
      readonly nothingListens?: boolean;
    };

/** Which steps of a workflow a run executes; the others take over their responses from an earlier run. */
export type StepSelection =
  | { readonly kind: 'all' }
  /** This step and all after it. */
  | { readonly kind: 'from'; readonly stepId: number }
  | { readonly kind: 'only'; readonly stepId: number }
  /** Those that have no complete response in the earlier run, and of those after them the ones that get other input. */
  | { readonly kind: 'unfinished' }
  /** Those whose input differs from what it was in the earlier run, decided when their turn comes. */
  | { readonly kind: 'stale' };

/** How a run differs from a whole one with the settings of its payloads. */
export interface StartOptions {
  /** `all` when absent. */
  readonly steps?: StepSelection;
  /** Whose responses are taken over; the newest run of the workflow when absent. */
  readonly sourceRunId?: number;
  /** Where every step is sent instead of where its payload says. */
  readonly endpoint?: EndpointAddress;
}

/** Runs workflows. Several runs may go on at once. */
export interface Runner {
  readonly onDidChange: Subscribe<RunnerEvent>;
  /** The runs that go on now, oldest first. */
  active(): readonly ActiveRun[];
  /** The text so far of a response that is being written; undefined for one that is not. */
  liveText(responseId: number): string | undefined;
  /** What the model has thought so far for a response that is being written; undefined for one that is not. */
  liveThinking(responseId: number): string | undefined;
  /**
   * Checks the workflow and begins a run; resolves with its id as soon as the run is stored.
   * @throws {RunRefusedError} when the workflow has no steps, references that cannot be resolved, or no earlier
   *   response where one is to be taken over
   */
  start(workflowId: number, options?: StartOptions): Promise<number>;
  /**
   * As `start`, for one payload alone: its run belongs to no workflow and has the payload's name.
   * @throws {RunRefusedError} also when the payload refers to a response, for there is none before it
   */
  startPayload(payloadId: number): Promise<number>;
  /**
   * Whether each step of a run is as it would be if it were repeated now, in the order of the workflow as it is now.
   * Empty for a run whose workflow or payload is gone.
   * @throws {StoreError}
   */
  freshness(runId: number): Promise<readonly StepFreshness[]>;
  /** Resolves when that run is over; at once when it is not active. */
  ended(runId: number): Promise<void>;
  /** Stops a run: the connection closes, the server is told, the partial text is kept. Resolves when it is over. */
  stop(runId: number): Promise<void>;
  /** Stops everything, for deactivation. */
  stopAll(): Promise<void>;
}
