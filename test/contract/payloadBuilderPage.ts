import { parseModelFormat, parsePort, parseTemperature } from '../../src/extension/domain/payload/settings';
import { accepted } from '../../src/extension/domain/payload/parsed';
import type { PayloadField } from '../../src/extension/features/payload-builder/formFields';
import { PayloadBuilderSession } from '../../src/extension/features/payload-builder/payloadBuilderSession';
import { wireForm } from '../../src/extension/llm/wireForm';
import { formatText, text } from '../../src/shared/model/text';
import type {
  Answer,
  BlockRow,
  Edit,
  Opened,
  PayloadBuilderHost,
  PreviewBox,
  PreviewPiece,
  Snapshot,
} from '../../src/shared/protocol/payloadBuilder';
import { ReceivedList } from '../../src/shared/protocol/listDelta';
import { settled } from '../support/fakesClock';
import { fakeRunner, type FakeRunner } from '../support/fakesRunner';
import { BuilderTestPage } from './builderTestPage';

const label = text('Label');

/** A few settings: one that is typed, one that is typed with another range, and a choice. */
const fields: readonly PayloadField[] = [
  {
    ...{ key: 'temperature', label: text('Temperature'), detail: label },
    edit: {
      kind: 'text',
      typed: ({ temperature }) => String(temperature),
      parse: (typed) => {
        const parsed = parseTemperature(typed);
        return parsed.ok ? accepted({ temperature: parsed.value }) : parsed;
      },
    },
  },
  {
    ...{ key: 'port', label: text('Port'), detail: label },
    edit: {
      kind: 'text',
      typed: ({ port }) => String(port),
      parse: (typed) => {
        const parsed = parsePort(typed);
        return parsed.ok ? accepted({ port: parsed.value }) : parsed;
      },
    },
  },
  {
    ...{ key: 'modelFormat', label: text('Format'), detail: label },
    edit: {
      kind: 'choice',
      options: ['raw', 'chatml'].map((name) => ({
        label: { message: '{0}', args: [name] },
        patch: { modelFormat: name },
        isCurrent: ({ modelFormat }) => modelFormat === name && parseModelFormat(name).ok,
      })),
    },
  },
];

/** A page at the other end of a pipe, as a test drives it. */
export class TestPage extends BuilderTestPage<Edit, Snapshot, PayloadBuilderHost> {
  readonly answers: Answer[] = [];
  readonly copied: string[] = [];
  /** The run that the page kept. */
  runId: number | null = null;
  /** The runs that were offered last, and the one that the person picks. */
  offeredRuns: readonly number[] = [];
  pickedRun: number | undefined;
  readonly session: PayloadBuilderSession;
  blockRows: readonly BlockRow[] = [];
  private readonly received = new ReceivedList<BlockRow>(({ placeId }) => placeId);
  private readonly receivedBoxes = new ReceivedList<PreviewBox>(({ key }) => key);
  boxes: readonly PreviewBox[] = [];
  private readonly pieces = new Map<number, readonly PreviewPiece[]>();

  constructor(world: FakeRunner, payloadId: number) {
    super(world, ['snapshot', 'answer']);
    const { runner, blocks, payloads, runs, index, transactions, server, clock } = world;
    this.session = new PayloadBuilderSession(
      payloadId,
      this.hostEnd,
      {
        ...{ runner, blocks, payloads, runs, index, server, clock, fields },
        events: transactions,
        log: this.log,
        defaultHost: () => '127.0.0.1',
        isAllowed: () => world.world.isAllowed,
        sentForm: (settings, known) =>
          wireForm(
            { host: '', settings, messages: [] },
            known ?? { provider: 'koboldcpp', kind: 'koboldcpp', server: '' },
          ),
        say: formatText,
      },
      {
        ...this.frame,
        pickBlocks: () => Promise.resolve(this.picks),
        droppedBlocks: () => Promise.resolve(this.picks),
        pickRun: (offered) => {
          this.offeredRuns = offered.map(({ id }) => id);
          return Promise.resolve(this.pickedRun);
        },
        describeRun: ({ workflowName }) => workflowName,
        copy: (sent) => Promise.resolve(void this.copied.push(sent)),
      },
    );
  }

  /** Begins the page, as loading its script does. */
  async open(whole = true): Promise<Opened> {
    const opened = await this.rpc.request('open', { runId: this.runId, whole });
    this.take(opened.snapshot);
    await settled(); // the server is recognised
    return opened;
  }

  /** The rows on screen: title, role and whether they are on. */
  get rows(): readonly string[] {
    return this.blockRows.map(({ title, role, enabled }) => `${title} ${role}${enabled ? '' : ' off'}`);
  }

  /** The text of the preview as the page puts it together. */
  get preview(): string {
    return this.boxes
      .map(({ key }) =>
        this.piecesOf(key)
          .map((piece) => piece.text)
          .join(''),
      )
      .join('');
  }

  /** The pieces of a box; fails for one that was never sent. */
  piecesOf(key: number): readonly PreviewPiece[] {
    const pieces = this.pieces.get(key);
    if (!pieces) throw new Error(`The box ${key} was never sent.`);
    return pieces;
  }

  /** Asks for the rest of a long preview, as the page does; tells how many messages it took. */
  async takePieces(): Promise<number> {
    for (let messages = 1; ; messages++) {
      const fresh = await this.rpc.request('pieces', null);
      if (fresh.length === 0) return messages - 1;
      for (const [key, pieces] of fresh) this.pieces.set(key, pieces);
    }
  }

  protected hear(name: string, value: unknown): void {
    if (name === 'answer') this.answers.push(value as Answer);
    else this.take(value as Snapshot | null);
  }

  private take(snapshot: Snapshot | null): void {
    this.snapshots.push(snapshot);
    if (snapshot === null) return;
    this.blockRows = this.received.receive(snapshot.rows);
    this.boxes = this.receivedBoxes.receive(snapshot.preview.boxes);
    for (const [key, pieces] of snapshot.preview.fresh) this.pieces.set(key, pieces);
  }
}

/** A library with a payload of these texts, each in a block of its own, and an open page of it. */
export async function openPage(...texts: readonly string[]) {
  const world = fakeRunner();
  const blocks = texts.map((content, index) => world.blocks.add({ title: `Block ${index + 1}`, content }));
  const payload = world.payloads.add(
    'Payload',
    blocks.map(({ id }) => id),
    { modelFormat: 'raw' },
  );
  const page = new TestPage(world, payload.id);
  await page.open();
  return { world, page, payload, blocks };
}
