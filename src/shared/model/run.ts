/** Where a run stands. `interrupted`: the process died; found out when the database is next opened. */
export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'interrupted';

/** One execution of a workflow, as lists show it. */
export interface Run {
  readonly id: number;
  /** Null only where the workflow's row is gone. */
  readonly workflowId: number | null;
  /** The workflow's name when the run began. */
  readonly workflowName: string;
  /** The run whose responses it took over instead of asking again; null for a run that began anew. */
  readonly sourceRunId: number | null;
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

/**
 * Where a step of a run stands. `queued`: waits for its endpoint; `retrying`: failed and will be sent again; `reused`: its
 * response was taken over from an earlier run; `skipped`: nothing was sent, because the run ended before it.
 */
export type StepStatus =
  | 'pending'
  | 'queued'
  | 'running'
  | 'retrying'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'interrupted'
  | 'reused'
  | 'skipped';

/** One step of one run. */
export interface StepExecution {
  /** UUID v4. */
  readonly id: string;
  readonly runId: number;
  /** The place in the workflow; null for a payload that ran alone, and where the place is gone. */
  readonly stepId: number | null;
  /** Its place in the run, from 0. */
  readonly stepIndex: number;
  /** The step's name, or its payload's, when the run began. */
  readonly name: string;
  /** Null where the payload has been deleted. */
  readonly payloadId: number | null;
  readonly status: StepStatus;
  /** `YYYY-MM-DD HH:MM:SS`, UTC; null before it began. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  /** How often its request was sent again. */
  readonly retryCount: number;
  /** One sentence with what to do; null when nothing failed. Of the last try while it is retried. */
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
  /** The model that the payload asked for, where it named one. */
  readonly requestedModel?: string;
  /** In tokens, as the server told it before the request. */
  readonly contextSize?: number;
  /** Tokens of what was sent, by the server's own tokenizer; of messages without template where it does not tell that. */
  readonly sentTokens?: number;
  /** About how many tokens was sent, by the length of the text. */
  readonly estimatedTokens?: number;
  /** The stop string that ended the answer, or that was found in it. */
  readonly stopString?: string;
  /** Whether the answer itself holds the stop string: the server went on behind it. */
  readonly stopStringInText?: boolean;
  /** The server said that it left out part of the prompt or the answer. */
  readonly truncated?: boolean;
  /** Names of settings that this server does not know and that were therefore not sent. */
  readonly ignoredSettings?: readonly string[];
  /** Names of settings that were sent, and that the server did not keep to, as the answer shows. */
  readonly disregardedSettings?: readonly string[];
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
  /** Length of the thinking text in UTF-8 bytes; 0 where there is none. */
  readonly thinkingSize: number;
  readonly metadata: ResponseMetadata;
  /** UUID of the step execution; null for responses of the original application. */
  readonly stepExecutionId: string | null;
  /** Its place among the answers of its step, from 0. */
  readonly answerIndex: number;
  /** Whether it is the answer of its step that flows on. Exactly one of a step is. */
  readonly chosen: boolean;
  /** The response of an earlier run that it is a copy of; null for one that was asked for. */
  readonly reusedFrom: number | null;
  /** 1 to 5; null when nobody has rated it. */
  readonly rating: number | null;
  /** What a person noted about it; empty mostly. */
  readonly comment: string;
  readonly createdAt: string;
}

/** What a model answered to one payload in one run. */
export interface Response extends ResponseSummary {
  readonly content: string;
  /** What the model thought before it answered, as the server told it apart; never flows on. */
  readonly thinking: string;
  /** The exact text sent, or the messages sent as JSON for a chat endpoint. */
  readonly prompt: string;
}
