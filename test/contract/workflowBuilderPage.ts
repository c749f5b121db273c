import { WorkflowBuilderSession } from '../../src/extension/features/workflow-builder/workflowBuilderSession';
import { formatText } from '../../src/shared/model/text';
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
import { BuilderTestPage } from './builderTestPage';

/** A page of a workflow at the other end of a pipe, as a test drives it. */
export class WorkflowTestPage extends BuilderTestPage<Edit, Snapshot, WorkflowBuilderHost> {
  readonly runs: (RunState | null)[] = [];
  /** The payload that the person picks for a step. */
  pick: number | undefined;
  readonly session: WorkflowBuilderSession;

  constructor(world: FakeRunner, workflowId: number) {
    super(world, ['snapshot', 'run']);
    const { runner, blocks, payloads, workflows, runs, index, transactions, clock } = world;
    this.session = new WorkflowBuilderSession(
      workflowId,
      this.hostEnd,
      {
        ...{ runner, blocks, payloads, workflows, runs, index, clock },
        events: transactions,
        log: this.log,
        defaultHost: () => '127.0.0.1',
        isAllowed: () => world.world.isAllowed,
        say: formatText,
      },
      {
        ...this.frame,
        pickPayloads: () => Promise.resolve(this.picks),
        droppedPayloads: () => this.picks,
        pickPayload: () => Promise.resolve(this.pick),
        openPayload: (id) => Promise.resolve(void this.opened.push(['payload', id])),
      },
    );
  }

  /** Begins the page, as loading its script does. */
  async open(): Promise<Opened> {
    const opened = await this.rpc.request('open', null);
    this.snapshots.push(opened.snapshot);
    this.runs.push(opened.run);
    await settled();
    return opened;
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

  protected hear(name: string, value: unknown): void {
    if (name === 'run') this.runs.push(value as RunState | null);
    else this.snapshots.push(value as Snapshot | null);
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
