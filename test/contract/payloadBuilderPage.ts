import { parseModelFormat, parsePort, parseTemperature } from '../../src/extension/domain/payload/settings';
import { accepted } from '../../src/extension/domain/payload/parsed';
import type { PayloadField } from '../../src/extension/features/payload-builder/formFields';
import { PayloadBuilderSession } from '../../src/extension/features/payload-builder/payloadBuilderSession';
import { wireForm } from '../../src/extension/llm/wireForm';
import { formatText, text } from '../../src/shared/model/text';
import type { BuilderPageOffers } from '../../src/shared/protocol/form';
import type {
  Answer,
  BlockRow,
  Edit,
  Opened,
  PayloadBuilderHost,
  PreviewPiece,
  Snapshot,
} from '../../src/shared/protocol/payloadBuilder';
import { ReceivedList } from '../../src/shared/protocol/listDelta';
import { Rpc } from '../../src/shared/protocol/rpc';
import { settled } from '../support/fakesClock';
import { fakeRunner, type FakeRunner } from '../support/fakesRunner';
import { createPipe, type PipeEnd } from '../unit/shared/protocol/pipe';

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
export class TestPage {
  readonly snapshots: (Snapshot | null)[] = [];
  readonly answers: Answer[] = [];
  readonly opened: unknown[] = [];
  readonly copied: string[] = [];
  readonly names: (string | undefined)[] = [];
  reloads = 0;
  picks: readonly number[] = [];
  /** The run that the page kept. */
  runId: number | null = null;
  /** The runs that were offered last, and the one that the person picks. */
  offeredRuns: readonly number[] = [];
  pickedRun: number | undefined;
  readonly rpc: Rpc<BuilderPageOffers, PayloadBuilderHost>;
  readonly end: PipeEnd;
  readonly session: PayloadBuilderSession;
  blockRows: readonly BlockRow[] = [];
  private readonly received = new ReceivedList<BlockRow>(({ placeId }) => placeId);
  private readonly pieces = new Map<number, readonly PreviewPiece[]>();

  constructor(
    readonly world: FakeRunner,
    payloadId: number,
  ) {
    const [hostEnd, pageEnd] = createPipe();
    const { runner, blocks, payloads, runs, index, transactions, server, clock } = world;
    const note = (message: string | Error): void => void world.logged.push(String(message));
    this.end = pageEnd;
    this.session = new PayloadBuilderSession(
      payloadId,
      hostEnd,
      {
        ...{ runner, blocks, payloads, runs, index, server, clock, fields },
        events: transactions,
        log: { trace: note, info: note, warn: note, error: note },
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
        pickBlocks: () => Promise.resolve(this.picks),
        droppedBlocks: () => Promise.resolve(this.picks),
        pickRun: (runs) => {
          this.offeredRuns = runs.map(({ id }) => id);
          return Promise.resolve(this.pickedRun);
        },
        describeRun: ({ workflowName }) => workflowName,
        openBlock: (...place) => Promise.resolve(void this.opened.push(place)),
        openResponse: (...response) => Promise.resolve(void this.opened.push(response)),
        copy: (sent) => Promise.resolve(void this.copied.push(sent)),
        named: (name) => this.names.push(name),
        reload: () => this.reloads++,
      },
    );
    this.rpc = new Rpc<BuilderPageOffers, PayloadBuilderHost>({
      transport: pageEnd,
      handlers: {},
      listeners: {
        snapshot: (snapshot) => {
          this.take(snapshot as Snapshot | null);
        },
        answer: (answer) => this.answers.push(answer as Answer),
      },
      after: () => () => undefined,
      timeLimit: 0,
      onRefused: (why) => {
        throw new Error(why);
      },
    });
  }

  /** Begins the page, as loading its script does. */
  async open(): Promise<Opened> {
    const opened = await this.rpc.request('open', { runId: this.runId });
    this.take(opened.snapshot);
    await settled(); // the server is recognised
    return opened;
  }

  /** Makes an edit and waits for what comes of it. */
  async edit(edit: Edit): Promise<string | null> {
    const { problem } = await this.rpc.request('edit', edit);
    await settled();
    return problem;
  }

  /** Undo or redo. */
  async go(direction: 'undo' | 'redo'): Promise<string | null> {
    const { problem } = await this.rpc.request(direction, null);
    await settled();
    return problem;
  }

  /** What is on screen. */
  get shown(): Snapshot {
    const last = this.snapshots.at(-1);
    if (!last) throw new Error('The page shows no payload.');
    return last;
  }

  /** The rows on screen: title, role and whether they are on. */
  get rows(): readonly string[] {
    return this.blockRows.map(({ title, role, enabled }) => `${title} ${role}${enabled ? '' : ' off'}`);
  }

  /** The text of the preview as the page puts it together. */
  get preview(): string {
    return this.shown.preview.boxes
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

  private take(snapshot: Snapshot | null): void {
    this.snapshots.push(snapshot);
    if (snapshot === null) return;
    this.blockRows = this.received.receive(snapshot.rows);
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
