/** A payload in its place in a workflow. The same payload may stand twice. */
export interface WorkflowStep {
  /** Identifies the place, not the payload. */
  readonly id: number;
  readonly payloadId: number;
}

/** An ordered list of payloads. */
export interface Workflow {
  readonly id: number;
  readonly name: string;
  /** In order. */
  readonly steps: readonly WorkflowStep[];
  /** When it was last run, `YYYY-MM-DD HH:MM:SS` UTC; null when never. */
  readonly lastRunAt: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}
