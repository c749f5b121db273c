import { StoreError } from '../../src/extension/domain/ports/storeError';
import type {
  StepContent,
  StepPatch,
  WorkflowPatch,
  WorkflowRepository,
} from '../../src/extension/domain/ports/workflowRepository';
import { defaultStepSettings } from '../../src/extension/domain/workflow/stepSettings';
import { text } from '../../src/shared/model/text';
import type { Workflow, WorkflowStep } from '../../src/shared/model/workflow';
import { freeName, moveBefore } from './fakesLists';
import { FakeTransactions } from './fakesTransactions';

const time = '2026-11-01 12:00:00';

/** The workflows in memory. It keeps the promises of the port but does not check names. */
export class FakeWorkflows implements WorkflowRepository {
  readonly stored = new Map<number, Workflow>();
  private nextId = 1;
  private nextStep = 1;

  constructor(
    readonly transactions = new FakeTransactions(),
    private readonly runsOf: (ids: readonly number[]) => number = () => 0,
  ) {}

  /** Puts a workflow with these payloads in, without a transaction. */
  add(name: string, payloadIds: readonly number[] = []): Workflow {
    const id = this.nextId++;
    const steps = payloadIds.map((payloadId) => this.step(payloadId));
    const added = { id, name, description: '', steps, lastRunAt: null, version: 1, createdAt: time, updatedAt: time };
    this.stored.set(id, added);
    return added;
  }

  all(): Promise<readonly Workflow[]> {
    return this.transactions.read('all workflows', () =>
      [...this.stored.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
    );
  }

  get(id: number): Promise<Workflow | undefined> {
    return this.transactions.read('get workflow', () => this.stored.get(id));
  }

  create(name: string): Promise<Workflow> {
    return this.transactions.write('create workflow', (changed) => {
      const created = this.add(name);
      changed([{ entity: 'workflow', action: 'created', id: created.id }]);
      return created;
    });
  }

  update(id: number, patch: WorkflowPatch): Promise<void> {
    return this.change(id, (workflow) => ({ ...workflow, ...patch }));
  }

  duplicate(id: number): Promise<Workflow> {
    return this.transactions.write('duplicate workflow', (changed) => {
      const original = this.require(id);
      const names = new Set([...this.stored.values()].map(({ name }) => name));
      const copy = this.add(
        freeName(original.name, names),
        original.steps.map(({ payloadId }) => payloadId),
      );
      this.stored.set(copy.id, {
        ...copy,
        steps: copy.steps.map((step, index) => ({
          ...step,
          settings: original.steps[index]?.settings ?? step.settings,
        })),
      });
      changed([{ entity: 'workflow', action: 'created', id: copy.id }]);
      return copy;
    });
  }

  delete(ids: readonly number[]): Promise<void> {
    return this.transactions.write('delete workflows', (changed) => {
      for (const id of ids) {
        if (this.stored.delete(id)) {
          changed([{ entity: 'workflow', action: 'deleted', id }]);
        }
      }
    });
  }

  countRuns(ids: readonly number[]): Promise<number> {
    return this.transactions.read('count runs', () => this.runsOf(ids));
  }

  addSteps(id: number, payloadIds: readonly number[], before?: number): Promise<void> {
    const added = payloadIds.map((payloadId) => this.step(payloadId));
    const ids = new Set(added.map((step) => step.id));
    return this.change(id, (workflow) => ({
      ...workflow,
      steps: moveBefore([...workflow.steps, ...added], ids, before),
    }));
  }

  removeSteps(id: number, stepIds: readonly number[]): Promise<void> {
    return this.change(id, (workflow) => ({
      ...workflow,
      steps: workflow.steps.filter((step) => !stepIds.includes(step.id)),
    }));
  }

  moveSteps(id: number, stepIds: readonly number[], before?: number): Promise<void> {
    return this.change(id, (workflow) => ({
      ...workflow,
      steps: moveBefore(workflow.steps, new Set(stepIds), before),
    }));
  }

  async insertSteps(id: number, steps: readonly StepContent[], before?: number): Promise<readonly number[]> {
    const added = steps.map(({ payloadId, settings }) => this.step(payloadId, settings));
    const ids = added.map((step) => step.id);
    await this.change(id, (workflow) => ({
      ...workflow,
      steps: moveBefore([...workflow.steps, ...added], new Set(ids), before),
    }));
    return ids;
  }

  updateStep(id: number, stepId: number, { payloadId, ...patch }: StepPatch): Promise<void> {
    return this.change(id, (workflow) => ({
      ...workflow,
      steps: workflow.steps.map((step) =>
        step.id === stepId
          ? { ...step, payloadId: payloadId ?? step.payloadId, settings: { ...step.settings, ...patch } }
          : step,
      ),
    }));
  }

  private step(payloadId: number, settings = defaultStepSettings): WorkflowStep {
    return { id: this.nextStep++, payloadId, settings };
  }

  private change(id: number, work: (workflow: Workflow) => Workflow): Promise<void> {
    return this.transactions.write('update workflow', (changed) => {
      const before = this.require(id);
      this.stored.set(id, { ...work(before), version: before.version + 1 });
      changed([{ entity: 'workflow', action: 'changed', id }]);
    });
  }

  private require(id: number): Workflow {
    const workflow = this.stored.get(id);
    if (!workflow) {
      throw new StoreError('not-found', text('There is no workflow {0} any more.', id));
    }
    return workflow;
  }
}
