import type { Payload } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';
import type { BuilderPageOffers, Outcome } from '../../../shared/protocol/form';
import type { Edit, Opened, PayloadBuilderHost, Snapshot } from '../../../shared/protocol/payloadBuilder';
import type { Handlers, Rpc, Transport } from '../../../shared/protocol/rpc';
import type { Disposable } from '../../domain/ports/events';
import type { BuilderSession } from '../../platform/vscode/panels/builderPanels';
import { EditHistory } from '../../platform/vscode/panels/editHistory';
import { EditRefused, EditTurns } from '../../platform/vscode/panels/editTurns';
import { parseField } from '../../platform/vscode/panels/formFields';
import { hostEnd } from '../../platform/vscode/panels/hostEnd';
import { PageUpdates } from '../../platform/vscode/panels/pageUpdates';
import { AnswerWatch } from './answerWatch';
import type { BuilderDependencies, BuilderPanel } from './builderDependencies';
import { payloadFieldDefinitions } from './formFields';
import { readCheck, readEdit, readDrop, readOpening, readPlace } from './messages';
import { payloadOperations, type Operation } from './operation';
import { insertion, planEdit } from './planEdit';
import { ServerWatch } from './serverWatch';
import { endpointOf, SnapshotMaker } from './snapshotMaker';
import { findCorrection } from './tokenCalibration';

const DONE: Outcome = { problem: null };

/**
 * What stands behind one page: it owns nothing but the history of the page's edits. Every change of the library, from
 * wherever, makes a new snapshot; every edit is checked and becomes one transaction.
 */
export class PayloadBuilderSession implements BuilderSession {
  private readonly rpc: Rpc<PayloadBuilderHost, BuilderPageOffers>;
  private readonly maker: SnapshotMaker;
  private readonly history: EditHistory<Operation, Payload>;
  private readonly turns: EditTurns;
  private readonly updates: PageUpdates<Snapshot | null>;
  private readonly watch: ServerWatch;
  private readonly answers: AnswerWatch;
  private readonly subscriptions: Disposable[];
  private correction = 1;

  constructor(
    private readonly payloadId: number,
    transport: Transport,
    private readonly dependencies: BuilderDependencies,
    private readonly panel: BuilderPanel,
  ) {
    const { events, index, payloads, clock, log } = dependencies;
    this.maker = new SnapshotMaker(payloadId, dependencies, (run) => panel.describeRun(run));
    this.history = new EditHistory(payloadOperations(payloadId, payloads));
    const refresh = (): void => {
      this.updates.refresh();
    };
    this.turns = new EditTurns(dependencies.say, refresh);
    this.watch = new ServerWatch(dependencies, refresh);
    this.rpc = hostEnd<PayloadBuilderHost>({
      ...{ name: 'payload builder', transport, handlers: this.handlers(), clock, log },
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
    this.answers = new AnswerWatch(dependencies, (answer) => {
      if (this.updates.isShown) {
        this.rpc.emit('answer', answer);
      }
      if (answer.state === 'ended') {
        void this.calibrate(); // it logs its own failure
      }
    });
    this.subscriptions = [
      events.onDidChange((change) => {
        // A block shows itself in the index; another payload may come or go, and with it what references mean.
        if (this.maker.note(change)) {
          this.updates.refresh();
        }
      }),
      index.onDidChange(refresh),
    ];
  }

  /** The page is hidden, and with it gone: it begins anew when it is shown. */
  hide(): void {
    this.updates.hide();
    this.watch.sleep();
  }

  /** What the page is drawn from has changed outside of the library: the host in the settings, or trust. */
  surroundingsChanged(): void {
    this.watch.ask();
    this.updates.refresh();
  }

  dispose(): void {
    this.updates.dispose();
    this.watch.dispose();
    this.answers.dispose();
    this.rpc.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  /** Adds blocks before a place, or at the end, as an edit of this page. */
  async add(blockIds: readonly number[], before: number | null = null): Promise<Outcome> {
    return blockIds.length === 0
      ? DONE
      : this.changing((payload) => this.edit({ kind: 'add', blockIds, before }, payload));
  }

  private handlers(): Handlers<PayloadBuilderHost> {
    return {
      open: (params) => this.open(readOpening(params).runId),
      chooseRun: () =>
        this.turns.report(async () => {
          const runId = await this.panel.pickRun(await this.maker.fillingRuns());
          if (runId !== undefined) {
            await this.fillFrom(runId);
          }
        }),
      forgetRun: async () => {
        await this.fillFrom(null);
        return null;
      },
      pieces: () => this.maker.morePieces(),
      check: async (params) => {
        const { key, typed } = readCheck(params);
        const payload = await this.payload();
        const parsed = payload && parseField(this.dependencies.fields, key, typed, payload);
        return { problem: parsed?.ok === false ? this.dependencies.say(parsed.problem) : null };
      },
      edit: (params) => {
        const edit = readEdit(params);
        return this.changing((payload) => this.edit(edit, payload));
      },
      pickBlocks: async () => {
        const payload = await this.payload();
        return this.add(payload === undefined ? [] : await this.panel.pickBlocks(payload.name));
      },
      dropBlocks: async (params) => {
        const { before } = readDrop(params);
        return this.add(await this.panel.droppedBlocks(), before);
      },
      undo: () => this.changing(() => this.history.undo()),
      redo: () => this.changing(() => this.history.redo()),
      openBlock: async (params) => {
        const { blockId, start, end } = readPlace(params);
        await this.panel.openBlock(blockId, start, end);
        return null;
      },
      copy: async () => {
        await this.panel.copy(this.maker.sentText());
        return null;
      },
      recognise: () => {
        this.watch.ask();
        this.updates.refresh();
        return null;
      },
      send: () =>
        this.turns.report(async () => {
          await this.turns.settled;
          this.answers.follow(await this.dependencies.runner.startPayload(this.payloadId));
        }),
      stop: async () => {
        const runId = this.answers.answer?.runId;
        if (runId !== undefined) {
          await this.dependencies.runner.stop(runId);
        }
        return null;
      },
      openAnswer: async () => {
        const { responseId = null, runId } = this.answers.answer ?? {};
        if (responseId !== null && runId !== undefined) {
          await this.panel.openResponse(responseId, runId);
        }
        return null;
      },
    };
  }

  private async open(runId: number | null): Promise<Opened> {
    const { fields, say } = this.dependencies;
    await this.maker.fillFrom(runId);
    const snapshot = await this.updates.open(() => {
      this.maker.forget();
    });
    this.watch.wake();
    void this.calibrate(); // it logs its own failure
    return { fields: payloadFieldDefinitions(fields, say), snapshot, answer: this.answers.answer };
  }

  private async fillFrom(runId: number | null): Promise<void> {
    await this.maker.fillFrom(runId);
    this.updates.refresh();
  }

  /** Does one edit after the other, and turns what a person can mend into a sentence. */
  private changing(change: (payload: Payload) => Promise<void>): Promise<Outcome> {
    const outcome = this.turns.take(async () => {
      const payload = await this.payload();
      if (payload !== undefined) {
        await change(payload);
      }
    });
    this.updates.refresh(); // the labels of undo and redo, even when nothing was stored
    return outcome;
  }

  private async edit(edit: Edit, payload: Payload): Promise<void> {
    if (edit.kind === 'newBlock') {
      const { title, content } = edit;
      const block = await this.dependencies.blocks.create({ title, content, tags: [], folderPath: '' });
      await this.history.perform(insertion([block.id]), payload, text('Add Blocks'));
      return;
    }
    const planned = planEdit(edit, payload, this.dependencies.fields);
    if (!planned.ok) {
      throw new EditRefused(planned.problem);
    }
    await this.history.perform(planned.value.operation, payload, planned.value.label);
  }

  /** The payload as it is now: as it is shown, unless something has happened since. */
  private async payload(): Promise<Payload | undefined> {
    return (this.updates.isCurrent ? this.maker.payload : undefined) ?? this.dependencies.payloads.get(this.payloadId);
  }

  private async snapshot(): Promise<Snapshot | null> {
    const { history, watch, dependencies } = this;
    const drawn = await this.maker.make(watch, this.correction);
    this.panel.named(drawn?.name);
    return drawn === undefined
      ? null
      : {
          ...drawn,
          server: watch.state(dependencies.say),
          undo: this.label(history.undoLabel),
          redo: this.label(history.redoLabel),
        };
  }

  private label(label: Text | undefined): string | null {
    return label === undefined ? null : this.dependencies.say(label);
  }

  private async calibrate(): Promise<void> {
    const { runs, log } = this.dependencies;
    try {
      const payload = await this.payload();
      const correction = payload === undefined ? 1 : await findCorrection(runs, endpointOf(payload, this.dependencies));
      if (correction !== this.correction) {
        this.correction = correction;
        this.updates.refresh();
      }
    } catch (error) {
      log.warn(`The estimate of tokens could not be corrected: ${String(error)}`);
    }
  }
}
