import type * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { Workflow } from '../../../shared/model/workflow';
import type { LibraryChange } from '../../domain/ports/changes';
import type { Tree, TreeSource } from '../../platform/vscode/tree';
import type { WorkflowsItem } from '../../treeItems';
import { stepRow, vanishedRow, workflowRow } from './workflowRows';
import type { WorkflowsDependencies } from './workflowsDependencies';
import { stepItem, workflowIdOf, workflowItem, workflowsItemKey } from './workflowsItem';

/** The workflows by name, each with its numbered steps below it. */
export class WorkflowTree implements TreeSource<WorkflowsItem> {
  /** What is on screen; every event about a workflow or payload reads it again before its row is drawn. */
  private shown = new Map<number, Workflow>();
  private payloads = new Map<number, Payload>();

  constructor(private readonly dependencies: Pick<WorkflowsDependencies, 'workflows' | 'payloads' | 'clock' | 'log'>) {}

  readonly key = workflowsItemKey;

  async children(item: WorkflowsItem | undefined): Promise<readonly WorkflowsItem[]> {
    if (item === undefined) {
      const [workflows, payloads] = await Promise.all([
        this.dependencies.workflows.all(),
        this.dependencies.payloads.all(),
      ]);
      this.shown = new Map(workflows.map((workflow) => [workflow.id, workflow]));
      this.payloads = new Map(payloads.map((payload) => [payload.id, payload]));
      return workflows.map(({ id }) => workflowItem(id));
    }
    const workflow = item.kind === 'workflow' ? this.shown.get(item.id) : undefined;
    return workflow?.steps.map((step) => stepItem(workflow, step)) ?? [];
  }

  parent(item: WorkflowsItem): WorkflowsItem | undefined {
    return item.kind === 'workflow' ? undefined : workflowItem(item.workflowId);
  }

  row(item: WorkflowsItem): vscode.TreeItem {
    const workflow = this.shown.get(workflowIdOf(item));
    if (workflow === undefined) {
      return vanishedRow(item);
    }
    if (item.kind === 'workflow') {
      return workflowRow(workflow, this.dependencies.clock.now());
    }
    const position = workflow.steps.findIndex(({ id }) => id === item.id);
    const step = workflow.steps[position];
    return step === undefined ? vanishedRow(item) : stepRow(position, step, this.payloads.get(step.payloadId));
  }

  /** Draws again what a commit changed, as little as possible. */
  async follow(change: LibraryChange, tree: Tree<WorkflowsItem>): Promise<void> {
    if (change === 'everything') {
      tree.refresh();
      return;
    }
    const workflows = change.filter(({ entity }) => entity === 'workflow');
    if (workflows.some(({ action }) => action !== 'changed')) {
      tree.refresh();
      return;
    }
    const payloadIds = change.flatMap((one) => (one.entity === 'payload' ? [one.id] : []));
    const workflowIds = change.flatMap((one) => (one.entity === 'workflow' ? [one.id] : []));
    try {
      if (change.some(({ entity, action }) => entity === 'run' && action !== 'changed')) {
        await this.rereadTimes(tree);
      }
      await Promise.all(payloadIds.map((id) => this.rereadPayload(id)));
      const using = [...this.shown.values()].filter(({ steps }) =>
        steps.some((step) => payloadIds.includes(step.payloadId)),
      );
      for (const id of new Set([...workflowIds, ...using.map((workflow) => workflow.id)])) {
        await this.reread(id, tree);
      }
    } catch (error) {
      this.dependencies.log.error(error instanceof Error ? error : String(error));
    }
  }

  /** Draws the rows of all workflows again, whose "minutes ago" have changed with the time. */
  redrawTimes(tree: Tree<WorkflowsItem>): void {
    for (const { id, lastRunAt } of this.shown.values()) {
      if (lastRunAt !== null) {
        tree.refresh(workflowItem(id));
      }
    }
  }

  /** Draws the workflows again that a run which began or was deleted gave another last time. */
  private async rereadTimes(tree: Tree<WorkflowsItem>): Promise<void> {
    for (const workflow of await this.dependencies.workflows.all()) {
      const before = this.shown.get(workflow.id);
      if (before !== undefined && before.lastRunAt !== workflow.lastRunAt) {
        this.shown.set(workflow.id, workflow);
        tree.refresh(workflowItem(workflow.id));
      }
    }
  }

  private async reread(id: number, tree: Tree<WorkflowsItem>): Promise<void> {
    const before = this.shown.get(id);
    const workflow = await this.dependencies.workflows.get(id);
    if (workflow === undefined || workflow.name !== before?.name) {
      tree.refresh(); // it came, went, or stands elsewhere in the order of names
    } else {
      this.shown.set(id, workflow);
      tree.refresh(workflowItem(id));
    }
  }

  private async rereadPayload(id: number): Promise<void> {
    const payload = await this.dependencies.payloads.get(id);
    if (payload === undefined) {
      this.payloads.delete(id);
    } else {
      this.payloads.set(id, payload);
    }
  }
}
