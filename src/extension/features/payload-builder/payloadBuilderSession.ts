import type { Payload } from '../../../shared/model/payload';
import { text } from '../../../shared/model/text';
import type { BuilderPageOffers, Outcome } from '../../../shared/protocol/form';
import type { Edit, Opened, Opening, PayloadBuilderHost, Snapshot } from '../../../shared/protocol/payloadBuilder';
import type { Handlers, Rpc, Transport } from '../../../shared/protocol/rpc';
import { accepted } from '../../domain/payload/parsed';
import type { Disposable } from '../../domain/ports/events';
import type { BuilderSession } from '../../platform/vscode/panels/builderPanels';
import { EditedThing } from '../../platform/vscode/panels/editedThing';
import { parseField } from '../../platform/vscode/panels/formFields';
import { hostEnd } from '../../platform/vscode/panels/hostEnd';
import { AnswerWatch } from './answerWatch';
import type { BuilderDependencies, BuilderPanel } from './builderDependencies';
import { readCheck, readDrop, readEdit, readOpening, readPlace } from './messages';
import { payloadOperations, type Operation } from './operation';
import { insertion, planEdit } from './planEdit';
import { ServerWatch } from './serverWatch';
import { endpointOf, SnapshotMaker } from './snapshotMaker';
import { TokenCalibration } from './tokenCalibration';

const DONE: Outcome = { problem: null };

/**
 * What stands behind one page: it owns nothing but the history of the page's edits. Every change of the library, from
 * wherever, makes a new snapshot; every edit is checked and becomes one transaction.
 */
export class PayloadBuilderSession implements BuilderSession {
  private readonly rpc: Rpc<PayloadBuilderHost, BuilderPageOffers>;
  private readonly maker: SnapshotMaker;
  private readonly edited: EditedThing<Operation, Payload, Snapshot | null>;
  private readonly calibration: TokenCalibration;
  private readonly watch: ServerWatch;
  private readonly answers: AnswerWatch;
  private readonly subscriptions: readonly Disposable[];
  /** Whether the first page has not asked for anything yet. */
  private isAwaited = true;

  constructor(
    private readonly payloadId: number,
    transport: Transport,
    private readonly dependencies: BuilderDependencies,
    private readonly panel: BuilderPanel,
  ) {
    const { events, index, payloads, clock, log, say } = dependencies;
    const refresh = (): void => {
      this.edited.refresh();
    };
    this.watch = new ServerWatch(dependencies, () => {
      refresh();
      if (this.isAwaited) {
        this.maker.drawAhead();
      }
    });
    this.calibration = new TokenCalibration(dependencies, refresh);
    this.maker = new SnapshotMaker(payloadId, dependencies, {
      describeRun: (run) => panel.describeRun(run),
      watch: this.watch,
      calibration: this.calibration,
    });
    this.edited = new EditedThing({
      performer: payloadOperations(payloadId, payloads),
      read: () => this.payload(),
      make: () => this.snapshot(true),
      send: (snapshot) => {
        this.rpc.emit('snapshot', snapshot);
      },
      outdated: () => {
        this.maker.outdated();
      },
      say,
      log,
    });
    this.rpc = hostEnd<PayloadBuilderHost>({
      name: 'payload builder',
      transport,
      handlers: this.handlers(),
      clock,
      log,
      reload: () => {
        panel.reload();
      },
    });
    this.answers = new AnswerWatch(dependencies, (answer) => {
      if (this.edited.updates.isShown) {
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
          refresh();
        }
      }),
      index.onDidChange(refresh),
    ];
    this.maker.drawAhead(); // the page takes a while to ask
  }

  /** The page is hidden, and with it gone: it begins anew when it is shown. */
  hide(): void {
    this.edited.updates.hide();
    this.watch.sleep();
  }

  /** What the page is drawn from has changed outside of the library: the host in the settings, or trust. */
  surroundingsChanged(): void {
    this.watch.ask();
    this.edited.refresh();
  }

  dispose(): void {
    this.edited.dispose();
    this.watch.dispose();
    this.answers.dispose();
    this.rpc.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  /** Adds blocks before a place, or at the end, as an edit of this page. */
  async add(blockIds: readonly number[], before: number | null = null): Promise<Outcome> {
    return blockIds.length === 0 ? DONE : this.edit({ kind: 'add', blockIds, before });
  }

  private handlers(): Handlers<PayloadBuilderHost> {
    const { edited, maker, panel } = this;
    return {
      open: (params) => this.open(readOpening(params)),
      rest: () => {
        edited.updates.refresh();
        return null;
      },
      chooseRun: () =>
        edited.report(async () => {
          const runId = await panel.pickRun(await maker.fillingRuns());
          if (runId !== undefined) {
            await this.fillFrom(runId);
          }
        }),
      forgetRun: async () => {
        await this.fillFrom(null);
        return null;
      },
      pieces: () => maker.morePieces(),
      check: async (params) => {
        const { key, typed } = readCheck(params);
        const payload = await this.payload();
        const parsed = payload && parseField(this.dependencies.fields, key, typed, payload);
        return { problem: parsed?.ok === false ? this.dependencies.say(parsed.problem) : null };
      },
      edit: (params) => this.edit(readEdit(params)),
      pickBlocks: async () => {
        const payload = await this.payload();
        return this.add(payload === undefined ? [] : await panel.pickBlocks(payload.name));
      },
      dropBlocks: async (params) => {
        const { before } = readDrop(params);
        return this.add(await panel.droppedBlocks(), before);
      },
      undo: () => edited.undo(),
      redo: () => edited.redo(),
      openBlock: async (params) => {
        const { blockId, start, end } = readPlace(params);
        await panel.openBlock(blockId, start, end);
        return null;
      },
      copy: async () => {
        await panel.copy(maker.sentText());
        return null;
      },
      recognise: () => {
        this.watch.ask();
        edited.refresh();
        return null;
      },
      send: () =>
        edited.afterEdits(async () => {
          this.answers.follow(await this.dependencies.runner.startPayload(this.payloadId));
        }),
      stop: async () => {
        await this.answers.stop();
        return null;
      },
      openAnswer: async () => {
        const { responseId = null, runId } = this.answers.answer ?? {};
        if (responseId !== null && runId !== undefined) {
          await panel.openResponse(responseId, runId);
        }
        return null;
      },
    };
  }

  private async open({ runId, whole }: Opening): Promise<Opened> {
    this.isAwaited = false;
    await this.maker.fillFrom(runId);
    const snapshot = await this.edited.updates.open(() => {
      this.maker.forget();
      return this.snapshot(whole);
    });
    this.watch.wake();
    void this.calibrate(); // it logs its own failure
    return { snapshot, answer: this.answers.answer };
  }

  private async fillFrom(runId: number | null): Promise<void> {
    await this.maker.fillFrom(runId);
    this.edited.refresh();
  }

  private edit(edit: Edit): Promise<Outcome> {
    return this.edited.change(async (payload) => {
      if (edit.kind === 'newBlock') {
        const { title, content } = edit;
        const block = await this.dependencies.blocks.create({ title, content, tags: [], folderPath: '' });
        const operation = insertion([block.id]);
        await this.edited.perform(accepted({ operation, label: text('Add Blocks') }), payload);
      } else {
        await this.edited.perform(planEdit(edit, payload, this.dependencies.fields), payload);
      }
    });
  }

  /** The payload as it is now: as it is shown, unless something has happened since. */
  private async payload(): Promise<Payload | undefined> {
    const shown = this.edited.updates.isCurrent ? this.maker.payload : undefined;
    return shown ?? this.dependencies.payloads.get(this.payloadId);
  }

  private async snapshot(whole: boolean): Promise<Snapshot | null> {
    const drawn = await this.maker.make(whole);
    this.panel.named(drawn?.name);
    return drawn === undefined
      ? null
      : { ...drawn, ...this.edited.labels, server: this.watch.state(this.dependencies.say) };
  }

  private async calibrate(): Promise<void> {
    const { payload } = this.maker;
    if (payload !== undefined) {
      await this.calibration.update(endpointOf(payload, this.dependencies));
    }
  }
}
