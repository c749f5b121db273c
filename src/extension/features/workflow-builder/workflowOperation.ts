import type { Workflow, WorkflowStep } from '../../../shared/model/workflow';
import type { StepContent, StepPatch, WorkflowPatch, WorkflowRepository } from '../../domain/ports/workflowRepository';
import type { EditPerformer } from '../../platform/vscode/panels/editHistory';
import { backInPlace, PlaceIds } from '../../platform/vscode/panels/places';

/**
 * One transaction on a workflow. Steps are named by the id that they had when the operation was first made; one that
 * comes back after it was removed has another, which `WorkflowOperations` knows.
 */
export type WorkflowOperation =
  | { readonly kind: 'set'; readonly patch: WorkflowPatch }
  | {
      readonly kind: 'insert';
      readonly places: readonly (StepContent & { readonly id: number | undefined })[];
      readonly before: number | undefined;
    }
  | { readonly kind: 'remove'; readonly ids: readonly number[] }
  | { readonly kind: 'move'; readonly ids: readonly number[]; readonly before: number | undefined }
  | { readonly kind: 'change'; readonly id: number; readonly patch: StepPatch };

/** Performs operations on one workflow, and knows the present ids of its steps. */
export class WorkflowOperations implements EditPerformer<WorkflowOperation, Workflow> {
  private readonly ids = new PlaceIds();

  constructor(
    private readonly workflowId: number,
    private readonly workflows: Pick<
      WorkflowRepository,
      'update' | 'insertSteps' | 'removeSteps' | 'moveSteps' | 'updateStep'
    >,
  ) {}

  /** @inheritdoc */
  readonly reverse = reverse;

  /** @inheritdoc */
  readonly isIdle = isIdle;

  /** @inheritdoc */
  async perform(operation: WorkflowOperation): Promise<WorkflowOperation> {
    const { workflowId, workflows, ids } = this;
    switch (operation.kind) {
      case 'set':
        await workflows.update(workflowId, operation.patch);
        return operation;
      case 'insert': {
        const contents = operation.places.map(({ payloadId, settings }) => ({ payloadId, settings }));
        const added = await workflows.insertSteps(workflowId, contents, ids.before(operation.before));
        return { ...operation, places: ids.noted(operation.places, added) };
      }
      case 'remove':
        await workflows.removeSteps(workflowId, operation.ids.map(ids.now));
        return operation;
      case 'move':
        await workflows.moveSteps(workflowId, operation.ids.map(ids.now), ids.before(operation.before));
        return operation;
      case 'change':
        await workflows.updateStep(workflowId, ids.now(operation.id), operation.patch);
        return operation;
    }
  }
}

function reverse(operation: WorkflowOperation, before: Workflow): readonly WorkflowOperation[] {
  switch (operation.kind) {
    case 'set':
      return [{ kind: 'set', patch: oldValues(operation.patch, before) }];
    case 'insert':
      return [{ kind: 'remove', ids: operation.places.flatMap(({ id }) => id ?? []) }];
    case 'remove':
      return backInPlace(operation.ids, before.steps).map(({ places, next }) => ({
        kind: 'insert',
        places,
        before: next,
      }));
    case 'move':
      return backInPlace(operation.ids, before.steps).map(({ places, next }) => ({
        kind: 'move',
        ids: places.map(({ id }) => id),
        before: next,
      }));
    case 'change': {
      const step = before.steps.find(({ id }) => id === operation.id);
      return step === undefined ? [] : [{ kind: 'change', id: step.id, patch: oldValues(operation.patch, flat(step)) }];
    }
  }
}

function isIdle(operation: WorkflowOperation, before: Workflow): boolean {
  switch (operation.kind) {
    case 'set':
      return isSame(operation.patch, oldValues(operation.patch, before));
    case 'change': {
      const step = before.steps.find(({ id }) => id === operation.id);
      return step !== undefined && isSame(operation.patch, oldValues(operation.patch, flat(step)));
    }
    case 'insert':
    case 'remove':
    case 'move':
      return false;
  }
}

/** A step as a patch of everything that may change in it. */
function flat({ payloadId, settings }: WorkflowStep): Required<StepPatch> {
  return { ...settings, payloadId };
}

function oldValues<Thing extends object>(patch: Partial<Thing>, thing: Thing): Partial<Thing> {
  const keys = Object.keys(patch) as (keyof Thing)[];
  return Object.fromEntries(keys.map((key) => [key, thing[key]])) as Partial<Thing>;
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
