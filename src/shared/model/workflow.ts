import type { Flow } from './payload';

/** What a run does when a step has failed for good: end, go on without its response, or go on with a text in its place. */
export type FailurePolicy = 'stop' | 'continue' | 'default';

/** How long a step may wait, in seconds. 0 is no limit; null means the setting of the extension. */
export interface StepLimits {
  /** From the first try to the connection. */
  readonly connect: number | null;
  /** From the connection to the first byte of the answer. */
  readonly firstByte: number | null;
  /** Between any two pieces of the answer. */
  readonly silence: number | null;
}

/** How a payload is treated in one place of one workflow. */
export interface StepSettings {
  /** Null means: the payload's name. */
  readonly name: string | null;
  /** A step that is switched off is left out of runs, as if it did not stand in the workflow. */
  readonly enabled: boolean;
  /** What it receives of the response before it; null means: as the payload says. */
  readonly flow: Flow | null;
  /** How many answers are asked for, at least 1; the chosen one flows on. */
  readonly answers: number;
  /** How often a failed request is sent again; 0 is never. */
  readonly retries: number;
  /** Seconds before the first retry; each further one waits twice as long. */
  readonly retryDelay: number;
  readonly limits: StepLimits;
  readonly onFailure: FailurePolicy;
  /** What stands for the response where `onFailure` is `default`. */
  readonly defaultText: string;
}

/** A payload in its place in a workflow. The same payload may stand twice. */
export interface WorkflowStep {
  /** Identifies the place, not the payload. */
  readonly id: number;
  readonly payloadId: number;
  readonly settings: StepSettings;
}

/** An ordered list of payloads. */
export interface Workflow {
  readonly id: number;
  readonly name: string;
  /** What it is for, in a person's words; empty mostly. */
  readonly description: string;
  /** In order. */
  readonly steps: readonly WorkflowStep[];
  /** When it was last run, `YYYY-MM-DD HH:MM:SS` UTC; null when never. */
  readonly lastRunAt: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}
