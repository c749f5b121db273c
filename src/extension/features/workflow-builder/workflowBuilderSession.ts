import type { Payload } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';
import type { Workflow } from '../../../shared/model/workflow';
import type { BuilderPageOffers, Outcome } from '../../../shared/protocol/form';
import type { Handlers, Rpc, Transport } from '../../../shared/protocol/rpc';
import type { Edit, Opened, Snapshot, WorkflowBuilderHost } from '../../../shared/protocol/workflowBuilder';
import type { LibraryChange } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import { BlockTexts } from '../../engine/blockTexts';
import { loadBlocks } from '../../engine/loadBlocks';
import type { StepSelection } from '../../engine/runner';
import type { BuilderSession } from '../../platform/vscode/panels/builderPanels';
import { EditedThing } from '../../platform/vscode/panels/editedThing';
import { fieldValues, parseField } from '../../platform/vscode/panels/formFields';
import { hostEnd } from '../../platform/vscode/panels/hostEnd';
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
  private readonly edited: EditedThing<WorkflowOperation, Workflow, Snapshot | null>;
  private readonly runs: RunWatch;
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly workflowId: number,
    transport: Transport,
    private readonly dependencies: WorkflowBuilderDependencies,
    private readonly panel: WorkflowBuilderPanel,
  ) {
    const { events, index, blocks, workflows, clock, log, say } = dependencies;
    this.texts = new BlockTexts(blocks, index);
    this.edited = new EditedThing({
      performer: workflowOperations(workflowId, workflows),
      read: () => this.workflow(),
      make: () => this.snapshot(),
      send: (snapshot) => {
        this.rpc.emit('snapshot', snapshot);
      },
      say,
      log,
    });
    this.rpc = hostEnd<WorkflowBuilderHost>({
      name: 'workflow builder',
      transport,
      handlers: this.handlers(),
      clock,
      log,
      reload: () => {
        panel.reload();
      },
    });
    this.runs = new RunWatch(workflowId, dependencies, (state) => {
      if (this.edited.updates.isShown) {
        this.rpc.emit('run', state);
      }
    });
    const refresh = (): void => {
      this.edited.refresh();
    };
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
    this.edited.updates.hide();
  }

  /** @inheritdoc */
  surroundingsChanged(): void {
    this.runs.surroundingsChanged();
    this.edited.refresh();
  }

  dispose(): void {
    this.edited.dispose();
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
        return this.edit(edit);
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
        return payloadId === undefined ? DONE : this.edit({ kind: 'payload', stepId, payloadId });
      },
      undo: () => this.edited.undo(),
      redo: () => this.edited.redo(),
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
        return this.edited.afterEdits(async () => {
          const sourceRunId = steps.kind === 'stale' ? this.runs.followed : undefined;
          await dependencies.runner.start(this.workflowId, {
            steps,
            ...(sourceRunId === undefined ? {} : { sourceRunId }),
          });
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
    const snapshot = await this.edited.updates.open();
    return { snapshot, run: await this.runs.open() };
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
    return payloadIds.length === 0 ? Promise.resolve(DONE) : this.edit({ kind: 'add', payloadIds, before });
  }

  private edit(edit: Edit): Promise<Outcome> {
    return this.edited.change((workflow) => this.edited.perform(planWorkflowEdit(edit, workflow), workflow));
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
    const refusal = this.refusal(payloadsOf(workflow, all), rows);
    return {
      workflowId: workflow.id,
      name: workflow.name,
      values: fieldValues(workflowFields, workflow, {}, say),
      rows,
      ...this.edited.labels,
      cannotRun: refusal === undefined ? null : say(refusal),
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
}
