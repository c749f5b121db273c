/** Where a run stands. `interrupted`: the process died; found out when the database is next opened. */
export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'interrupted';

/** One execution of a workflow, as lists show it. */
export interface Run {
  readonly id: number;
  /** Null only where the workflow's row is gone. */
  readonly workflowId: number | null;
  /** The workflow's name when the run began. */
  readonly workflowName: string;
  readonly status: RunStatus;
  /** How many steps the workflow had when the run began. */
  readonly stepCount: number;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly startedAt: string;
  /** Null while it runs. */
  readonly completedAt: string | null;
  /** Milliseconds from start to end; null while it runs. */
  readonly executionTimeMs: number | null;
  /** One sentence with what to do; null when nothing failed. */
  readonly errorMessage: string | null;
}

/** Why a model stopped writing. `partial` results have `cancelled` or `error`. */
export type FinishReason = 'stop' | 'length' | 'cancelled' | 'error' | 'unknown';

/** What was measured and sent for one response; kept as JSON in `responses.metadata`. Absent values were not reported. */
export interface ResponseMetadata {
  readonly host: string;
  readonly port: number;
  readonly provider?: string;
  readonly server?: string;
  readonly model?: string;
  readonly modelFormat: string;
  readonly temperature: number;
  readonly responseLength: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Tokens of the prompt, as the server counted them. */
  readonly promptTokens?: number;
  /** Tokens of the answer, as the server counted them. */
  readonly completionTokens?: number;
  /** Milliseconds from sending the request to the first text. */
  readonly timeToFirstTokenMs?: number;
  /** Milliseconds from sending the request to the end. */
  readonly durationMs?: number;
  /** Tokens of the answer for each second after the first text. */
  readonly tokensPerSecond?: number;
}

/** A response without its text, as lists show it. */
export interface ResponseSummary {
  readonly id: number;
  readonly runId: number;
  /** Null where the payload has been deleted. */
  readonly payloadId: number | null;
  /** The payload's name when the run began. */
  readonly payloadName: string;
  /** Its place in the run, from 0. */
  readonly stepIndex: number;
  /** True while text still arrives, and for ever when the end never came. */
  readonly partial: boolean;
  readonly finishReason: FinishReason | null;
  /** Length of the text in UTF-8 bytes. */
  readonly size: number;
  readonly metadata: ResponseMetadata;
  readonly createdAt: string;
}

/** What a model answered to one payload in one run. */
export interface Response extends ResponseSummary {
  readonly content: string;
  /** The exact text sent, or the messages sent as JSON for a chat endpoint. */
  readonly prompt: string;
}
