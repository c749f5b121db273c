import type { Payload } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';
import type { Workflow } from '../../../shared/model/workflow';
import type { BuilderPageOffers, Outcome } from '../../../shared/protocol/form';
import type { Handlers, Rpc, Transport } from '../../../shared/protocol/rpc';
import type { Edit, Opened, Snapshot, WorkflowBuilderHost } from '../../../shared/protocol/workflowBuilder';
import type { LibraryChange } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import { defaultStepSettings } from '../../domain/workflow/stepSettings';
import { BlockTexts } from '../../engine/blockTexts';
import { loadBlocks } from '../../engine/loadBlocks';
import type { StepSelection } from '../../engine/runner';
import type { BuilderSession } from '../../platform/vscode/panels/builderPanels';
import { EditHistory } from '../../platform/vscode/panels/editHistory';
import { EditRefused, EditTurns } from '../../platform/vscode/panels/editTurns';
import { fieldDefinitions, fieldValues, parseField } from '../../platform/vscode/panels/formFields';
import { hostEnd } from '../../platform/vscode/panels/hostEnd';
import { PageUpdates } from '../../platform/vscode/panels/pageUpdates';
import { readCheck, readDrop, readEdit, readPayload, readPlace, readResponse, readRun, readStep } from './messages';
import { planWorkflowEdit } from './planWorkflowEdit';
import { RunWatch } from './runWatch';
import { stepFields, workflowFields } from './stepFields';
import type { WorkflowBuilderDependencies, WorkflowBuilderPanel } from './workflowBuilderDependencies';
import { workflowOperations, type WorkflowOperation } from './workflowOperation';
import { payloadsOf, workflowRows } from './workflowRows';

const DONE: Outcome = { problem: null };

/**
 * What stands behind one page: it owns nothing but the history of the page's edits. Every change of the library, from
 * wherever, makes a new snapshot; every edit is checked and becomes one transaction.
 */
export class WorkflowBuilderSession implements BuilderSession {
  private readonly rpc: Rpc<WorkflowBuilderHost, BuilderPageOffers>;
  private readonly texts: BlockTexts;
  private readonly history: EditHistory<WorkflowOperation, Workflow>;
  private readonly turns: EditTurns;
  private readonly updates: PageUpdates<Snapshot | null>;
  private readonly runs: RunWatch;
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly workflowId: number,
    transport: Transport,
    private readonly dependencies: WorkflowBuilderDependencies,
    private readonly panel: WorkflowBuilderPanel,
  ) {
    const { events, index, blocks, workflows, clock, log, say } = dependencies;
    const refresh = (): void => {
      this.updates.refresh();
    };
    this.texts = new BlockTexts(blocks, index);
    this.history = new EditHistory(workflowOperations(workflowId, workflows));
    this.turns = new EditTurns(say, refresh);
    this.rpc = hostEnd<WorkflowBuilderHost>({
      ...{ name: 'workflow builder', transport, handlers: this.handlers(), clock, log },
      reload: () => {
        panel.reload();
      },
    });
    this.updates = new PageUpdates({
      make: () => this.snapshot(),
      send: (snapshot) => {
        this.rpc.emit('snapshot', snapshot);
      },
      settled: () => this.turns.settled,
      log,
    });
    this.runs = new RunWatch(workflowId, dependencies, (state) => {
      if (this.updates.isShown) {
        this.rpc.emit('run', state);
      }
    });
    this.subscriptions = [
      events.onDidChange((change) => {
        if (this.concerns(change)) {
          refresh();
        }
      }),
      index.onDidChange(refresh),
    ];
  }

  /** @inheritdoc */
  hide(): void {
    this.updates.hide();
  }

  /** @inheritdoc */
  surroundingsChanged(): void {
    this.updates.refresh();
  }

  dispose(): void {
    this.updates.dispose();
    this.runs.dispose();
    this.rpc.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private handlers(): Handlers<WorkflowBuilderHost> {
    const { panel, dependencies } = this;
    return {
      open: () => this.open(),
      check: async (params) => {
        const { stepId, key, typed } = readCheck(params);
        return { problem: await this.check(stepId, key, typed) };
      },
      edit: (params) => {
        const edit = readEdit(params);
        return this.changing((workflow) => this.edit(edit, workflow));
      },
      pickPayloads: async () => {
        const workflow = await this.workflow();
        return this.add(workflow === undefined ? [] : await panel.pickPayloads(workflow.name), null);
      },
      dropPayloads: (params) => {
        const { before } = readDrop(params);
        return this.add(panel.droppedPayloads(), before);
      },
      pickPayload: async (params) => {
        const { stepId } = readStep(params);
        const step = (await this.workflow())?.steps.find(({ id }) => id === stepId);
        const payloadId = step && (await panel.pickPayload(step.payloadId));
        return payloadId === undefined
          ? DONE
          : this.changing((now) => this.edit({ kind: 'payload', stepId, payloadId }, now));
      },
      undo: () => this.changing(() => this.history.undo()),
      redo: () => this.changing(() => this.history.redo()),
      openPayload: async (params) => {
        await panel.openPayload(readPayload(params).payloadId);
        return null;
      },
      openBlock: async (params) => {
        const { blockId, start, end } = readPlace(params);
        await panel.openBlock(blockId, start, end);
        return null;
      },
      run: (params) => {
        const steps: StepSelection = readRun(params);
        return this.turns.report(async () => {
          await this.turns.settled;
          await dependencies.runner.start(this.workflowId, { steps });
        });
      },
      stop: async () => {
        const runId = this.runs.followed;
        if (runId !== undefined) {
          await dependencies.runner.stop(runId);
        }
        return null;
      },
      openResponse: async (params) => {
        const { responseId } = readResponse(params);
        const runId = this.runs.followed;
        if (runId !== undefined && this.runs.has(responseId)) {
          await panel.openResponse(responseId, runId);
        }
        return null;
      },
    };
  }

  private async open(): Promise<Opened> {
    const { say } = this.dependencies;
    const snapshot = await this.updates.open();
    return {
      // A name has nothing to go back to.
      fields: fieldDefinitions(workflowFields, untouched, say).map((field) => ({ ...field, initial: null })),
      stepFields: fieldDefinitions(stepFields, { id: 0, payloadId: 0, settings: defaultStepSettings }, say),
      snapshot,
      run: await this.runs.open(),
    };
  }

  private async check(stepId: number | null, key: string, typed: string): Promise<string | null> {
    const workflow = await this.workflow();
    const step = workflow?.steps.find(({ id }) => id === stepId);
    const parsed =
      step === undefined
        ? stepId === null && workflow !== undefined
          ? parseField(workflowFields, key, typed, workflow)
          : undefined
        : parseField(stepFields, key, typed, step);
    return parsed?.ok === false ? this.dependencies.say(parsed.problem) : null;
  }

  private add(payloadIds: readonly number[], before: number | null): Promise<Outcome> {
    return payloadIds.length === 0
      ? Promise.resolve(DONE)
      : this.changing((now) => this.edit({ kind: 'add', payloadIds, before }, now));
  }

  /** Does one edit after the other, and turns what a person can mend into a sentence. */
  private changing(change: (workflow: Workflow) => Promise<void>): Promise<Outcome> {
    const outcome = this.turns.take(async () => {
      const workflow = await this.workflow();
      if (workflow !== undefined) {
        await change(workflow);
      }
    });
    this.updates.refresh(); // the labels of undo and redo, even when nothing was stored
    return outcome;
  }

  private async edit(edit: Edit, workflow: Workflow): Promise<void> {
    const planned = planWorkflowEdit(edit, workflow);
    if (!planned.ok) {
      throw new EditRefused(planned.problem);
    }
    await this.history.perform(planned.value.operation, workflow, planned.value.label);
  }

  private workflow(): Promise<Workflow | undefined> {
    return this.dependencies.workflows.get(this.workflowId);
  }

  private concerns(change: LibraryChange): boolean {
    // A block shows itself in the index; any payload may come, go, or be renamed, and with it what references mean.
    return (
      change === 'everything' ||
      change.some((one) => one.entity === 'payload' || (one.entity === 'workflow' && one.id === this.workflowId))
    );
  }

  private async snapshot(): Promise<Snapshot | null> {
    const { payloads, index, say, defaultHost } = this.dependencies;
    const [workflow, all] = await Promise.all([this.workflow(), payloads.all()]);
    this.panel.named(workflow?.name);
    if (workflow === undefined) {
      return null;
    }
    const blocks = await loadBlocks(payloadsOf(workflow, all), this.texts, index);
    this.texts.keep(blocks);
    const rows = workflowRows({ workflow, payloads: all, blocks, defaultHost: defaultHost(), say });
    return {
      workflowId: workflow.id,
      name: workflow.name,
      values: fieldValues(workflowFields, workflow, {}, say),
      rows,
      undo: this.label(this.history.undoLabel),
      redo: this.label(this.history.redoLabel),
      cannotRun: this.label(this.refusal(payloadsOf(workflow, all), rows)),
    };
  }

  /** Why nothing can be run now. */
  private refusal(payloads: readonly Payload[], rows: Snapshot['rows']): Text | undefined {
    if (!this.dependencies.isAllowed()) {
      return text('In Restricted Mode nothing is sent.');
    }
    if (payloads.length === 0) {
      return rows.length === 0 ? text('Add a payload first.') : text('Switch a step on first.');
    }
    return rows.some(({ marks }) => marks.length > 0) ? text('Mend the steps that are marked first.') : undefined;
  }

  private label(label: Text | undefined): string | null {
    return label === undefined ? null : this.dependencies.say(label);
  }
}

/** A workflow as it begins. */
const untouched: Workflow = {
  ...{ id: 0, name: '', description: '', steps: [], lastRunAt: null },
  ...{ version: 0, createdAt: '', updatedAt: '' },
};
