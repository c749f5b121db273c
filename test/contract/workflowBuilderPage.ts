import { WorkflowBuilderSession } from '../../src/extension/features/workflow-builder/workflowBuilderSession';
import { formatText } from '../../src/shared/model/text';
import type { BuilderPageOffers } from '../../src/shared/protocol/form';
import { Rpc } from '../../src/shared/protocol/rpc';
import type {
  Edit,
  Opened,
  RunState,
  Snapshot,
  StepRow,
  WorkflowBuilderHost,
} from '../../src/shared/protocol/workflowBuilder';
import { settled } from '../support/fakesClock';
import { fakeRunner, type FakeRunner } from '../support/fakesRunner';
import { createPipe, type PipeEnd } from '../unit/shared/protocol/pipe';

/** A page of a workflow at the other end of a pipe, as a test drives it. */
export class WorkflowTestPage {
  readonly snapshots: (Snapshot | null)[] = [];
  readonly runs: (RunState | null)[] = [];
  readonly opened: unknown[] = [];
  readonly names: (string | undefined)[] = [];
  reloads = 0;
  picks: readonly number[] = [];
  pick: number | undefined;
  readonly rpc: Rpc<BuilderPageOffers, WorkflowBuilderHost>;
  readonly end: PipeEnd;
  readonly session: WorkflowBuilderSession;

  constructor(
    readonly world: FakeRunner,
    workflowId: number,
  ) {
    const [hostEnd, pageEnd] = createPipe();
    const { runner, blocks, payloads, workflows, runs, index, transactions, clock } = world;
    const note = (message: string | Error): void => void world.logged.push(String(message));
    this.end = pageEnd;
    this.session = new WorkflowBuilderSession(
      workflowId,
      hostEnd,
      {
        ...{ runner, blocks, payloads, workflows, runs, index, clock },
        events: transactions,
        log: { trace: note, info: note, warn: note, error: note },
        defaultHost: () => '127.0.0.1',
        isAllowed: () => world.world.isAllowed,
        say: formatText,
      },
      {
        pickPayloads: () => Promise.resolve(this.picks),
        pickPayload: () => Promise.resolve(this.pick),
        openPayload: (id) => Promise.resolve(void this.opened.push(['payload', id])),
        openBlock: (...place) => Promise.resolve(void this.opened.push(place)),
        openResponse: (...response) => Promise.resolve(void this.opened.push(response)),
        named: (name) => this.names.push(name),
        reload: () => this.reloads++,
      },
    );
    this.rpc = new Rpc<BuilderPageOffers, WorkflowBuilderHost>({
      transport: pageEnd,
      handlers: {},
      listeners: {
        snapshot: (snapshot) => this.snapshots.push(snapshot as Snapshot | null),
        run: (run) => this.runs.push(run as RunState | null),
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
    const opened = await this.rpc.request('open', null);
    this.snapshots.push(opened.snapshot);
    this.runs.push(opened.run);
    await settled();
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
    const snapshot = this.snapshots.at(-1);
    if (!snapshot) throw new Error('The page shows no workflow.');
    return snapshot;
  }

  /** The run that is on screen. */
  get run(): RunState {
    const run = this.runs.at(-1);
    if (!run) throw new Error('The page shows no run.');
    return run;
  }

  /** A step, by its position from 0. */
  step(position: number): StepRow {
    const row = this.shown.rows[position];
    if (!row) throw new Error(`There is no step ${position}.`);
    return row;
  }

  /** The value of a setting of a step. */
  value(position: number, key: string): string | undefined {
    return this.step(position).values.find((value) => value.key === key)?.typed;
  }

  /** The steps in short: the name, what it takes by number, and whether it is off or marked. */
  get steps(): readonly string[] {
    const { rows } = this.shown;
    const numbers = new Map(rows.map(({ stepId }, index) => [stepId, index + 1]));
    return rows.map(({ name, takes, enabled, marks }) =>
      [
        name,
        ...takes.map(({ stepId, by }) => `${by === 'flow' ? '<' : '<-'}${numbers.get(stepId)}`),
        ...(enabled ? [] : ['off']),
        ...(marks.length > 0 ? ['marked'] : []),
      ].join(' '),
    );
  }
}

/** A library with a workflow of a payload for each text, named "A", "B", …, and an open page of it. */
export async function openWorkflow(...texts: readonly string[]) {
  const world = fakeRunner();
  const id = world.workflowOf(...texts);
  const page = new WorkflowTestPage(world, id);
  const opened = await page.open();
  return { world, page, id, opened };
}
