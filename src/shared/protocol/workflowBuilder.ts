import type { FieldDefinition, FieldValue, Outcome } from './form';
import type { WorkflowBuilderStrings } from './workflowBuilderStrings';

/** The name of the page: its bundle and its folder. */
export const workflowBuilderPage = 'workflow-builder';

/** The type under which VS Code announces a drag from the view Payloads: its own prefix and the view's id in lower case. */
export const payloadsDragType = 'application/vnd.code.tree.llmorchestrator.payloads';

/** A response that a step takes from an earlier one. */
export interface TakenResponse {
  /** The step that gives it. */
  readonly stepId: number;
  /** Because its text refers to it, or because the response just before is appended. */
  readonly by: 'reference' | 'flow';
}

/** A remedy that takes one click. */
export type Fix =
  | { readonly kind: 'openBlock'; readonly blockId: number; readonly start: number; readonly end: number }
  | { readonly kind: 'openPayload'; readonly payloadId: number }
  | { readonly kind: 'edit'; readonly edit: Edit };

/** Something that keeps a step from running. */
export interface Mark {
  readonly sentence: string;
  readonly fix: Fix | null;
  readonly fixLabel: string;
}

/** A step of the workflow. */
export interface StepRow {
  readonly stepId: number;
  readonly payloadId: number;
  /** The step's own name, or its payload's. */
  readonly name: string;
  readonly payloadName: string;
  /** Where its payload is sent. */
  readonly endpoint: string;
  readonly enabled: boolean;
  /** From which steps it takes responses. */
  readonly takes: readonly TakenResponse[];
  readonly marks: readonly Mark[];
  /** What is not as it begins, in a few words each. */
  readonly notes: readonly string[];
  /** Its settings. */
  readonly values: readonly FieldValue[];
  /** Whether the default text has a use. */
  readonly usesDefaultText: boolean;
}

/** Everything that the page shows, but for runs. The host sends a whole one after every change. */
export interface Snapshot {
  readonly workflowId: number;
  readonly name: string;
  /** The name and the description. */
  readonly values: readonly FieldValue[];
  readonly rows: readonly StepRow[];
  /** What undo would take back, as a sentence; null for nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
  /** Why nothing can be run now; null when it can. */
  readonly cannotRun: string | null;
}

/** How far a step of a run is, for its icon. */
export type StepState = 'waiting' | 'working' | 'done' | 'failed' | 'stopped' | 'reused';

/** A step of a run. */
export interface RunStepState {
  readonly stepId: number;
  readonly state: StepState;
  /** A sentence. */
  readonly status: string;
  /** Its responses, in order; the chosen one flows on. */
  readonly responses: readonly { readonly id: number; readonly chosen: boolean }[];
}

/** A step that would be given something else now than in the run. */
export interface StaleStep {
  readonly stepId: number;
  /** Why, a sentence each. */
  readonly reasons: readonly string[];
}

/** The newest run of the workflow. */
export interface RunState {
  readonly runId: number;
  readonly isActive: boolean;
  readonly failed: boolean;
  /** A sentence. */
  readonly status: string;
  /** Those whose steps are still in the workflow. */
  readonly steps: readonly RunStepState[];
  /** Empty while the run goes on. */
  readonly stale: readonly StaleStep[];
}

/** One change, which is one transaction. */
export type Edit =
  | { readonly kind: 'setting'; readonly key: string; readonly typed: string }
  | { readonly kind: 'stepSetting'; readonly stepId: number; readonly key: string; readonly typed: string }
  | { readonly kind: 'add'; readonly payloadIds: readonly number[]; readonly before: number | null }
  | { readonly kind: 'payload'; readonly stepId: number; readonly payloadId: number }
  | { readonly kind: 'move'; readonly stepIds: readonly number[]; readonly before: number | null }
  | { readonly kind: 'enable'; readonly stepId: number; readonly enabled: boolean }
  | { readonly kind: 'duplicate'; readonly stepId: number }
  | { readonly kind: 'remove'; readonly stepIds: readonly number[] };

/** Which steps are to be run. */
export type RunRequest =
  | { readonly kind: 'all' }
  | { readonly kind: 'from' | 'only'; readonly stepId: number }
  /** Those that are stale in the run that is shown. */
  | { readonly kind: 'stale' };

/** What stands in the page itself, so that it can be made before the host answers. */
export interface WorkflowPageData {
  readonly strings: WorkflowBuilderStrings;
  /** The name and the description of a workflow. */
  readonly fields: readonly FieldDefinition[];
  /** The settings of a step. */
  readonly stepFields: readonly FieldDefinition[];
}

/** What the page receives when it begins. */
export interface Opened {
  /** Null when the workflow no longer exists. */
  readonly snapshot: Snapshot | null;
  /** Null when it was never run. */
  readonly run: RunState | null;
}

/** What the host answers and tells. */
export interface WorkflowBuilderHost {
  readonly requests: {
    /** The page begins: everything it shows. */
    readonly open: { readonly params: null; readonly result: Opened };
    /** Tries typed text of a setting without storing it; of the workflow where no step is named. */
    readonly check: {
      readonly params: { readonly stepId: number | null; readonly key: string; readonly typed: string };
      readonly result: Outcome;
    };
    readonly edit: { readonly params: Edit; readonly result: Outcome };
    /** Asks for payloads in VS Code's own picker and adds them at the end. */
    readonly pickPayloads: { readonly params: null; readonly result: Outcome };
    /** Adds what is being dragged out of the view Payloads, before a step or at the end. */
    readonly dropPayloads: { readonly params: { readonly before: number | null }; readonly result: Outcome };
    /** Asks for another payload of a step. */
    readonly pickPayload: { readonly params: { readonly stepId: number }; readonly result: Outcome };
    readonly undo: { readonly params: null; readonly result: Outcome };
    readonly redo: { readonly params: null; readonly result: Outcome };
    /** Opens the builder of a payload. */
    readonly openPayload: { readonly params: { readonly payloadId: number }; readonly result: null };
    /** Opens the document of a block, with a part of it selected. */
    readonly openBlock: {
      readonly params: { readonly blockId: number; readonly start: number; readonly end: number };
      readonly result: null;
    };
    readonly run: { readonly params: RunRequest; readonly result: Outcome };
    /** Stops the run that is shown. */
    readonly stop: { readonly params: null; readonly result: null };
    /** Opens the document of a response of the run that is shown. */
    readonly openResponse: { readonly params: { readonly responseId: number }; readonly result: null };
  };
  readonly events: {
    /** Null when the workflow was deleted. */
    readonly snapshot: Snapshot | null;
    readonly run: RunState | null;
  };
}
