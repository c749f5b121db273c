import type { Payload } from '../../../shared/model/payload';
import type { Run } from '../../../shared/model/run';
import { SentList } from '../../../shared/protocol/listDelta';
import type { BlockRow, FreshPieces, Snapshot } from '../../../shared/protocol/payloadBuilder';
import type { LibraryChange } from '../../domain/ports/changes';
import { PersonError } from '../../domain/ports/personError';
import { BlockTexts } from '../../engine/blockTexts';
import { loadBlocks } from '../../engine/loadBlocks';
import { assemblePreview } from '../../engine/payloadPreview';
import { fieldValues } from '../../platform/vscode/panels/formFields';
import type { BuilderDependencies, SentForm } from './builderDependencies';
import { KnownPayloads } from './knownPayloads';
import { drawPicture, type PayloadPicture, previewOf } from './payloadPicture';
import { findFillingRuns, readFillingRun, type FillingRun } from './runResponses';
import { SentBoxes } from './sentBoxes';
import type { ServerWatch, WatchedEndpoint } from './serverWatch';

/** What of a snapshot comes from the library. */
export type DrawnPayload = Omit<Snapshot, 'server' | 'undo' | 'redo'>;

/** What a snapshot is made from. */
type Dependencies = Pick<
  BuilderDependencies,
  'blocks' | 'payloads' | 'runs' | 'index' | 'fields' | 'say' | 'isAllowed' | 'defaultHost' | 'sentForm' | 'log'
>;

/** Makes the snapshots of one page. It reads what has changed, and sends what the page does not have. */
export class SnapshotMaker {
  private readonly all: KnownPayloads;
  private readonly texts: BlockTexts;
  private readonly boxes = new SentBoxes();
  private readonly rows = new SentList<BlockRow>(({ placeId }) => placeId);
  private picture: PayloadPicture | undefined;
  /** The run whose responses stand in the preview. */
  private filling: FillingRun | undefined;
  private shown: Payload | undefined;

  constructor(
    private readonly payloadId: number,
    private readonly dependencies: Dependencies,
    /** What a run is called, with its time. */
    private readonly describeRun: (run: Run) => string,
  ) {
    const { blocks, payloads, index, log } = dependencies;
    this.all = new KnownPayloads(payloads);
    this.texts = new BlockTexts(blocks, index);
    // The page takes a while to ask: what it will ask for is read meanwhile.
    this.read().catch((error: unknown) => {
      log.trace(`The payload could not be read ahead: ${String(error)}`);
    });
  }

  /** The payload as the page shows it. */
  get payload(): Payload | undefined {
    return this.shown;
  }

  /** Exactly what would be sent, as the page shows it. */
  sentText(): string {
    return this.picture?.sentText() ?? '';
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
   * Draws the payload as it is now; undefined when it is gone. Its endpoint is watched from now on. Estimates are
   * multiplied by the correction.
   * @throws {StoreError}
   */
  async make(watch: Pick<ServerWatch, 'watch' | 'server'>, correction: number): Promise<DrawnPayload | undefined> {
    const { index, fields, say, isAllowed, defaultHost } = this.dependencies;
    const { all, payload, blocks } = await this.read();
    this.shown = payload;
    if (payload === undefined) {
      return undefined;
    }
    watch.watch(endpointOf(payload, this.dependencies));
    this.texts.keep(blocks);
    const assembly = assemblePreview(payload, all, blocks, this.filling?.responses);
    const form = this.formOf(payload, watch);
    const serverFormat = watch.server?.modelFormat;
    const picture = drawPicture({ payload, assembly, blocks, index, form, serverFormat, correction, say });
    this.picture = picture;
    return {
      payloadId: payload.id,
      name: payload.name,
      values: fieldValues(fields, payload, { host: defaultHost() }, say),
      rows: this.rows.send(picture.rows),
      preview: previewOf(picture, this.boxes.send(picture.boxes), correction !== 1),
      responses: {
        used: assembly.usesResponses || assembly.appended.length > 0,
        runId: this.filling?.run.id ?? null,
        run: this.filling === undefined ? '' : this.describeRun(this.filling.run),
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
    const { runs } = this.dependencies;
    this.filling = runId === null ? undefined : await readFillingRun(runs, runId, { id: this.payloadId });
  }

  private async read() {
    const all = await this.all.all();
    const payload = all.find(({ id }) => id === this.payloadId);
    const blocks = await loadBlocks(payload === undefined ? [] : [payload], this.texts, this.dependencies.index);
    return { all, payload, blocks };
  }

  /** A payload that another program stored may name a format that is in no list: then its text is shown as it is. */
  private formOf(payload: Payload, { server }: Pick<ServerWatch, 'server'>): SentForm {
    try {
      return this.dependencies.sentForm(payload, server);
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
