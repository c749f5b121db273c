import type { Edit, Fix, RunRequest } from '../../shared/protocol/workflowBuilder';

/** What the parts of the page ask of the host. Each shows what became of it by itself: a new snapshot, or a sentence. */
export interface BuilderActions {
  edit(edit: Edit): void;
  /** A sentence about typed text of a setting, of the workflow where no step is named; undefined when it may be stored. */
  check(stepId: number | null, key: string, typed: string): Promise<string | undefined>;
  pickPayloads(): void;
  /** Adds what is being dragged out of the view Payloads, before a step or at the end. */
  dropPayloads(before: number | null): void;
  pickPayload(stepId: number): void;
  openPayload(payloadId: number): void;
  fix(fix: Fix): void;
  undo(): void;
  redo(): void;
  run(request: RunRequest): void;
  stop(): void;
  openResponse(responseId: number): void;
  /** Tells a screen reader what happened. */
  announce(sentence: string): void;
}
