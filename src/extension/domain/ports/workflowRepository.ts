import type { StepSettings, Workflow } from '../../../shared/model/workflow';

/** What may change in a step; absent means unchanged. */
export type StepPatch = Partial<StepSettings>;

/** The workflows. Every method is one transaction; errors as in `BlockRepository`. */
export interface WorkflowRepository {
  /** All, by name. */
  all(): Promise<readonly Workflow[]>;
  get(id: number): Promise<Workflow | undefined>;
  create(name: string): Promise<Workflow>;
  rename(id: number, name: string): Promise<void>;
  /** A copy with its steps, its name followed by " copy" until it is free. */
  duplicate(id: number): Promise<Workflow>;
  delete(ids: readonly number[]): Promise<void>;
  /** How many runs would be deleted with them. */
  countRuns(ids: readonly number[]): Promise<number>;
  /** Puts payloads into the steps before the step with that id, or at the end. */
  addSteps(id: number, payloadIds: readonly number[], before?: number): Promise<void>;
  /** Copies steps with their settings to just after the last of them; gives the ids of the copies, in order. */
  duplicateSteps(id: number, stepIds: readonly number[]): Promise<readonly number[]>;
  /** Changes settings of one step. */
  updateStep(id: number, stepId: number, patch: StepPatch): Promise<void>;
  removeSteps(id: number, stepIds: readonly number[]): Promise<void>;
  /** Moves steps before another step, or to the end, keeping their order among themselves. */
  moveSteps(id: number, stepIds: readonly number[], before?: number): Promise<void>;
}
