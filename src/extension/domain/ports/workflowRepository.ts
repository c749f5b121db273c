import type { StepSettings, Workflow, WorkflowStep } from '../../../shared/model/workflow';

/** What may change in a workflow itself; absent means unchanged. */
export type WorkflowPatch = Partial<Pick<Workflow, 'name' | 'description'>>;

/** What may change in a step; absent means unchanged. */
export type StepPatch = Partial<StepSettings & Pick<WorkflowStep, 'payloadId'>>;

/** A step without its id: what has to be known to put it into a workflow. */
export type StepContent = Omit<WorkflowStep, 'id'>;

/** The workflows. Every method is one transaction; errors as in `BlockRepository`. */
export interface WorkflowRepository {
  /** All, by name. */
  all(): Promise<readonly Workflow[]>;
  get(id: number): Promise<Workflow | undefined>;
  create(name: string): Promise<Workflow>;
  update(id: number, patch: WorkflowPatch): Promise<void>;
  /** A copy with its steps, its name followed by " copy" until it is free. */
  duplicate(id: number): Promise<Workflow>;
  delete(ids: readonly number[]): Promise<void>;
  /** How many runs would be deleted with them. */
  countRuns(ids: readonly number[]): Promise<number>;
  /** Puts payloads into the steps before the step with that id, or at the end. */
  addSteps(id: number, payloadIds: readonly number[], before?: number): Promise<void>;
  /** As `addSteps`, each with its settings; gives the ids of the new steps, in order. */
  insertSteps(id: number, steps: readonly StepContent[], before?: number): Promise<readonly number[]>;
  /** Changes settings of one step, or the payload that stands there. */
  updateStep(id: number, stepId: number, patch: StepPatch): Promise<void>;
  removeSteps(id: number, stepIds: readonly number[]): Promise<void>;
  /** Moves steps before another step, or to the end, keeping their order among themselves. */
  moveSteps(id: number, stepIds: readonly number[], before?: number): Promise<void>;
}
