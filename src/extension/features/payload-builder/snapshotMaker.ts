import type { Payload } from '../../../shared/model/payload';
import type { Run } from '../../../shared/model/run';
import { SentList } from '../../../shared/protocol/listDelta';
import type { BlockRow, FreshPieces, Snapshot } from '../../../shared/protocol/payloadBuilder';
import type { LibraryChange } from '../../domain/ports/changes';
import { PersonError } from '../../domain/ports/personError';
import type { Assembly } from '../../domain/payload/assemble';
import { BlockTexts } from '../../engine/blockTexts';
import { loadBlocks } from '../../engine/loadBlocks';
import { assemblePreview } from '../../engine/payloadPreview';
import { fieldValues } from '../../platform/vscode/panels/formFields';
import type { BuilderDependencies, SentForm } from './builderDependencies';
import { boxesOnScreen, ROWS_ON_SCREEN } from './firstScreen';
import { KnownPayloads } from './knownPayloads';
import { drawPicture, type PayloadPicture, previewOf } from './payloadPicture';
import { findFillingRuns, readFillingRun, type FillingRun } from './runResponses';
import { SentBoxes } from './sentBoxes';
import type { ServerWatch, WatchedEndpoint } from './serverWatch';
import type { TokenCalibration } from './tokenCalibration';

/** What of a snapshot comes from the library. */
export type DrawnPayload = Omit<Snapshot, 'server' | 'undo' | 'redo'>;

/** What a snapshot is made from. */
type Dependencies = Pick<
  BuilderDependencies,
  'blocks' | 'payloads' | 'runs' | 'index' | 'fields' | 'say' | 'isAllowed' | 'defaultHost' | 'sentForm' | 'log'
>;

/** What else of the page a snapshot depends on. */
interface Surroundings {
  readonly watch: Pick<ServerWatch, 'watch' | 'server'>;
  readonly calibration: Pick<TokenCalibration, 'correction'>;
  /** What a run is called, with its time. */
  readonly describeRun: (run: Run) => string;
}

/** A payload as it was at one moment, drawn but not sent. */
interface Drawing {
  readonly payload: Payload;
  readonly assembly: Assembly;
  readonly picture: PayloadPicture;
  readonly correction: number;
}

/** Makes the snapshots of one page. It reads what has changed, and sends what the page does not have. */
export class SnapshotMaker {
  private readonly all: KnownPayloads;
  private readonly texts: BlockTexts;
  private readonly boxes = new SentBoxes();
  private readonly rows = new SentList<BlockRow>(({ placeId }) => placeId);
  /** The payload as it is; undefined when something may have changed since it was drawn. */
  private current: Promise<Drawing | undefined> | undefined;
  private shown: Drawing | undefined;
  /** The run whose responses stand in the preview. */
  private filling: FillingRun | undefined;

  constructor(
    private readonly payloadId: number,
    private readonly dependencies: Dependencies,
    private readonly surroundings: Surroundings,
  ) {
    const { blocks, payloads, index } = dependencies;
    this.all = new KnownPayloads(payloads);
    this.texts = new BlockTexts(blocks, index);
  }

  /** The payload as the page shows it. */
  get payload(): Payload | undefined {
    return this.shown?.payload;
  }

  /** Exactly what would be sent, as the page shows it. */
  sentText(): string {
    return this.shown?.picture.sentText() ?? '';
  }

  /** Notes what a commit did; true when the page may show something else because of it. */
  note(change: LibraryChange): boolean {
    const runId = this.filling?.run.id;
    const isGone =
      change !== 'everything' &&
      change.some((one) => one.entity === 'run' && one.action === 'deleted' && one.id === runId);
    if (isGone) {
      this.filling = undefined;
    }
    return this.all.note(change) || isGone;
  }

  /** Draws what a page will ask for, before it does. */
  drawAhead(): void {
    this.drawing().catch((error: unknown) => {
      this.dependencies.log.trace(`The payload could not be drawn ahead: ${String(error)}`);
    });
  }

  /** Something may have changed. */
  outdated(): void {
    this.current = undefined;
  }

  /** A page begins, which has nothing. */
  forget(): void {
    this.boxes.forget();
    this.rows.forget();
  }

  /** More of the preview's text that the page does not have. */
  morePieces(): FreshPieces {
    return this.boxes.more();
  }

  /**
   * What the page shows of the payload as it is now, or only the first screen of it; undefined when the payload is gone.
   * @throws {StoreError}
   */
  async make(whole: boolean): Promise<DrawnPayload | undefined> {
    const { fields, say, isAllowed, defaultHost } = this.dependencies;
    const drawing = await this.drawing();
    this.shown = drawing;
    if (drawing === undefined) {
      return undefined;
    }
    const { payload, assembly, picture, correction } = drawing;
    const rows = whole ? picture.rows : picture.rows.slice(0, ROWS_ON_SCREEN);
    const boxes = whole ? picture.boxes : boxesOnScreen(picture.boxes);
    return {
      payloadId: payload.id,
      name: payload.name,
      values: fieldValues(fields, payload, { host: defaultHost() }, say),
      rows: this.rows.send(rows),
      rowCount: picture.rows.length,
      preview: previewOf(picture, this.boxes.send(boxes), correction !== 1),
      isWhole: rows.length === picture.rows.length && boxes.length === picture.boxes.length,
      responses: {
        used: assembly.usesResponses || assembly.appended.length > 0,
        runId: this.filling?.run.id ?? null,
        run: this.filling === undefined ? '' : this.surroundings.describeRun(this.filling.run),
      },
      remarks: picture.remarks,
      responseLength: payload.responseLength,
      canSend: assembly.problems.length === 0 && isAllowed(),
    };
  }

  /**
   * The newest runs with responses that the payload refers to.
   * @throws {StoreError}
   */
  async fillingRuns(): Promise<readonly Run[]> {
    const { all, payload, blocks } = await this.read();
    return payload === undefined
      ? []
      : findFillingRuns(this.dependencies.runs, (responses) => assemblePreview(payload, all, blocks, responses));
  }

  /**
   * Shows the responses of this run in the preview from now on; null, and the id of a run that is gone, for none.
   * @throws {StoreError}
   */
  async fillFrom(runId: number | null): Promise<void> {
    if (runId === null && this.filling === undefined) {
      return;
    }
    const { runs } = this.dependencies;
    this.filling = runId === null ? undefined : await readFillingRun(runs, runId, { id: this.payloadId });
    this.outdated();
  }

  private drawing(): Promise<Drawing | undefined> {
    if (this.current === undefined) {
      const drawing = this.draw();
      this.current = drawing;
      drawing.catch(() => {
        if (this.current === drawing) {
          this.outdated(); // whoever asks next gets an answer of its own
        }
      });
    }
    return this.current;
  }

  /** Draws the payload as it is now; its endpoint is watched from now on. */
  private async draw(): Promise<Drawing | undefined> {
    const { index, say } = this.dependencies;
    const { watch, calibration } = this.surroundings;
    const { all, payload, blocks } = await this.read();
    if (payload === undefined) {
      return undefined;
    }
    watch.watch(endpointOf(payload, this.dependencies));
    this.texts.keep(blocks);
    const { correction } = calibration;
    const assembly = assemblePreview(payload, all, blocks, this.filling?.responses);
    const form = this.formOf(payload);
    const serverFormat = watch.server?.modelFormat;
    const picture = drawPicture({ payload, assembly, blocks, index, form, serverFormat, correction, say });
    return { payload, assembly, picture, correction };
  }

  private async read() {
    const all = await this.all.all();
    const payload = all.find(({ id }) => id === this.payloadId);
    const blocks = await loadBlocks(payload === undefined ? [] : [payload], this.texts, this.dependencies.index);
    return { all, payload, blocks };
  }

  /** A payload that another program stored may name a format that is in no list: then its text is shown as it is. */
  private formOf(payload: Payload): SentForm {
    try {
      return this.dependencies.sentForm(payload, this.surroundings.watch.server);
    } catch (error) {
      if (error instanceof PersonError) {
        return { kind: 'text', stop: undefined };
      }
      throw error;
    }
  }
}

/** Where a payload is sent to. */
export function endpointOf(
  { host, port }: Payload,
  { defaultHost }: Pick<BuilderDependencies, 'defaultHost'>,
): WatchedEndpoint {
  return { host: host ?? defaultHost(), port };
}
