import type {
  FinishReason,
  Response,
  ResponseMetadata,
  ResponseSummary,
  Run,
  RunStatus,
} from '../../../shared/model/run';

/** A response that is about to arrive. */
export interface NewResponse {
  readonly runId: number;
  readonly payloadId: number;
  readonly payloadName: string;
  readonly stepIndex: number;
  readonly prompt: string;
  readonly metadata: ResponseMetadata;
}

/** How a response ended. */
export interface ResponseEnd {
  readonly content: string;
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

/** The runs and their responses. Every method is one transaction; errors as in `BlockRepository`. */
export interface RunRepository {
  /** Newest first. `before` is the id of the last run of the page before. */
  page(limit: number, before?: number): Promise<readonly Run[]>;
  get(id: number): Promise<Run | undefined>;
  /** In the order of the steps. */
  responses(runId: number): Promise<readonly ResponseSummary[]>;
  response(id: number): Promise<Response | undefined>;
  /** Begins a run with the status `running`; without a workflow for a payload that runs alone. */
  start(workflowId: number | null, workflowName: string, stepCount: number): Promise<Run>;
  finish(runId: number, end: RunEnd): Promise<void>;
  /** Stores an empty partial response. */
  startResponse(response: NewResponse): Promise<ResponseSummary>;
  /** Stores what has arrived so far. */
  savePartial(responseId: number, content: string): Promise<void>;
  finishResponse(responseId: number, end: ResponseEnd): Promise<void>;
  delete(ids: readonly number[]): Promise<void>;
}
