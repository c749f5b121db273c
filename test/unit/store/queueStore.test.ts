import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import fc from 'fast-check';
import type {
  NewRunTicket,
  NewTicket,
  QueueDecision,
  QueueOutcome,
  QueueRepository,
  QueueWork,
} from '../../../src/extension/domain/ports/queueRepository';
import type { Store } from '../../../src/extension/store/openStore';
import { QueueStore } from '../../../src/extension/store/queueStore';
import { RunStore } from '../../../src/extension/store/runStore';
import type { ProcessIdentity } from '../../../src/extension/store/sqlite/processIdentity';
import type { StepExecution } from '../../../src/shared/model/run';
import { FakeQueues, FakeQueueTable } from '../../support/fakesQueues';
import { newRun } from '../../support/newRun';
import { describeEachStorage, recordChanges, TestFolder } from './testStore';

const endpoint = { host: '127.0.0.1', port: 5001 };
const other = { host: 'https://example.org', port: 443 };

/** Two windows that live, in processes that are there without doubt, and one that has died. */
const windows: Readonly<Record<'one' | 'two' | 'dead', ProcessIdentity>> = {
  one: { pid: process.pid, host: hostname(), started: '' },
  two: { pid: process.ppid, host: hostname(), started: '' },
  dead: { pid: 0x7fff_fff0, host: hostname(), started: '' },
};

/** A window that works with its queues as the engine does, and remembers its tickets. */
class Window {
  readonly own = new Map<number, { readonly stepExecutionId: string; isWaiting: boolean; readonly isAlone: boolean }>();

  /** Called when it is decided what comes of its work. */
  decided: (() => void) | undefined;

  constructor(readonly queues: QueueRepository) {}

  async work(
    {
      removed = [],
      added = [],
      begun = [],
      wantsGone = false,
    }: Partial<Pick<QueueWork, 'removed' | 'wantsGone'>> & {
      readonly added?: readonly NewTicket[];
      readonly begun?: readonly NewRunTicket[];
    } = {},
    slots?: number,
  ): Promise<QueueOutcome> {
    const served = removed.filter((id) => this.own.get(id)?.isWaiting === false);
    for (const id of removed) this.own.delete(id);
    const tickets = added.map((ticket) => ({ ...ticket, isWaiting: true, isAlone: false }));
    const looks = [endpoint, other].map((one) => ({ endpoint: one, slots }));
    const { own } = this;
    let decided: QueueDecision | undefined;
    const outcome = await this.queues.work(
      () => ({
        ...{ removed, served, added: tickets, looks, own, wantsGone },
        begun: begun.map((run) => ({ ...run, isWaiting: true })),
      }),
      (told) => {
        this.decided?.();
        decided = told;
      },
    );
    assert.deepEqual({ ...decided, gone: outcome.gone }, outcome);
    outcome.added.forEach((id, index) => id !== undefined && own.set(id, tickets[index]!));
    for (const run of outcome.begun) {
      if (run) own.set(run.ticket, { stepExecutionId: run.steps[0]!.id, isWaiting: true, isAlone: true });
    }
    for (const id of outcome.taken) own.get(id)!.isWaiting = false;
    for (const id of outcome.gone) own.delete(id);
    return outcome;
  }
}

/** What windows and people do, in numbers that are made to fit when it is done. */
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      window: fc.nat(1),
      removed: fc.array(fc.nat(20), { maxLength: 2 }),
      added: fc.array(fc.nat(5), { maxLength: 3 }),
      begun: fc.array(fc.boolean(), { maxLength: 2 }),
      slots: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      wantsGone: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant('move' as const), ticket: fc.integer({ min: 1, max: 20 }), before: fc.nat(25) }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'clear' as const), isOther: fc.boolean() }),
  fc.record({ kind: fc.constant('dead' as const), step: fc.nat(1) }),
);

type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function runWithTicket(payloadId: number | null, where: NewRunTicket['endpoint'], input = ''): NewRunTicket {
  return { run: newRun(null, 'P', [payloadId ?? 0]), stepIndex: 0, endpoint: where, input };
}

/** The number of a ticket that is never given. */
const NO_TICKET = 1_000_000;

const sorted = (ids: readonly number[]): readonly number[] => ids.toSorted((one, two) => one - two);

/** Does something with a window, or with all queues by way of its repository; says what came of it. */
async function perform(action: Act, live: readonly Window[], dead: Window, steps: readonly StepExecution[]) {
  const [{ queues }] = live as [Window];
  const ticket = (number: number): NewTicket => {
    const { id, runId } = steps[number]!;
    return { endpoint: number % 4 === 3 ? other : endpoint, runId, stepExecutionId: id };
  };
  switch (action.kind) {
    case 'work': {
      const window = live[action.window]!;
      const removed = action.removed.filter((id, index, all) => window.own.has(id) && all.indexOf(id) === index);
      // Steps 0 to 3 belong to the first window, the next ones to the second: runs have one owner.
      const added = action.added.map((number) => ticket((number % 4) + action.window * 4));
      const begun = action.begun.map((isOther) => runWithTicket(steps[0]!.payloadId, isOther ? other : endpoint));
      const { wantsGone } = action;
      const outcome = await window.work({ removed, added, begun, wantsGone }, action.slots);
      const tickets = outcome.begun.map((run) => run?.ticket);
      return { ...outcome, begun: tickets, taken: sorted(outcome.taken), gone: sorted(outcome.gone) };
    }
    case 'dead':
      return (await dead.work({ added: [ticket(8 + action.step)] }, 1)).added;
    case 'move': {
      // Nobody moves before what is not shown: tickets of dead windows may be there still, or not.
      const shown = (await queues.all()).flatMap(({ tickets }) => tickets.map(({ id }) => id));
      const before = shown.includes(action.before) ? action.before : NO_TICKET;
      return queues.move(action.ticket, action.before > 20 ? undefined : before);
    }
    case 'pause':
    case 'resume':
      return queues.setStatus(action.isOther ? other : endpoint, action.kind === 'pause' ? 'paused' : 'active');
    case 'clear':
      return queues.clear(action.isOther ? other : endpoint);
  }
}

async function picture(queues: QueueRepository): Promise<unknown> {
  const all = await queues.all();
  return all
    .map(({ host, status, tickets }) => ({ host, status, tickets: tickets.map(({ id, state }) => `${id} ${state}`) }))
    .toSorted((one, two) => one.host.localeCompare(two.host));
}

describeEachStorage('QueueStore', (storage) => {
  let folder: TestFolder;
  let store: Store;
  /** Two runs of the first window, one of the second and one of the dead one, with some steps each. */
  let steps: readonly StepExecution[];

  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    store = await folder.store(undefined, { owner: windows.one });
    const { id: payloadId } = await store.payloads.create({ name: 'P' });
    const stepsOf = async (owner: keyof typeof windows, count: number): Promise<readonly StepExecution[]> => {
      const runs = new RunStore(store.database, () => Promise.resolve(windows[owner]));
      return (await runs.start(newRun(null, 'P', Array<number>(count).fill(payloadId)))).steps;
    };
    steps = [
      ...(await stepsOf('one', 2)),
      ...(await stepsOf('one', 2)),
      ...(await stepsOf('two', 4)),
      ...(await stepsOf('dead', 2)),
    ];
  });
  afterEach(() => folder.end());

  const windowOf = (owner: keyof typeof windows): Window =>
    new Window(new QueueStore(store.database, () => Promise.resolve(windows[owner])));
  const ticketOf = (step: number, input?: string): NewTicket => ({
    ...{ endpoint, runId: steps[step]!.runId, stepExecutionId: steps[step]!.id },
    ...(input !== undefined && { input }),
  });
  const statusOf = async (step: number): Promise<string | undefined> =>
    (await store.runs.steps(steps[step]!.runId)).find(({ id }) => id === steps[step]!.id)?.status;

  it('does what the queues in memory do, which the engine is tested with, whatever windows and people do', async function () {
    this.timeout(240_000); // every action is a transaction on a disk that may be busy
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
        await store.database.run('DELETE FROM queue_messages');
        await store.database.run('DELETE FROM orchestration_queues');
        await store.database.run("DELETE FROM sqlite_sequence WHERE name = 'queue_messages'");
        const table = new FakeQueueTable();
        table.dead.add('dead');
        const fakes = ['one', 'two', 'dead'].map((name) => new Window(new FakeQueues(table, name)));
        const real = (['one', 'two', 'dead'] as const).map(windowOf);
        for (const [index, action] of acts.entries()) {
          const came = await perform(action, real.slice(0, 2), real[2]!, steps);
          // Says that something has changed, as a window hears of the commits of others.
          await store.database.run('DELETE FROM queue_messages WHERE false');
          const expected = await perform(action, fakes.slice(0, 2), fakes[2]!, steps);
          assert.deepEqual(came, expected, `action ${index}`);
          assert.deepEqual(await picture(real[0]!.queues), await picture(fakes[0]!.queues), `after action ${index}`);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('says of a step that it waits or has begun, and keeps what it was given', async () => {
    const window = windowOf('one');
    await window.work({ added: [ticketOf(0, 'first'), ticketOf(2, 'second')] });
    assert.deepEqual([await statusOf(0), await statusOf(2)], ['running', 'queued']);
    const inputs = await store.runs.stepInputs(steps[2]!.runId);
    assert.deepEqual([...inputs.values()], ['second']);
    const [first] = [...window.own.keys()];
    await window.work({ removed: [first!] });
    assert.equal(await statusOf(2), 'running');
    const [step] = await store.runs.steps(steps[2]!.runId);
    assert.match(step?.startedAt ?? '', /^\d{4}-/);
    assert.deepEqual([...(await store.runs.stepInputs(steps[2]!.runId)).values()], ['second']);
  });

  it('begins a run with its ticket, which has its turn where nobody waits, and else waits for it', async () => {
    const window = windowOf('one');
    const payloadId = steps[0]!.payloadId;
    const begun = ['first', 'second'].map((input) => runWithTicket(payloadId, endpoint, input));
    const changes = recordChanges(store);
    window.decided = () => {
      assert.deepEqual(changes, [], 'it is told before it is on disk');
    };
    const outcome = await window.work({ begun });
    const [first, second] = outcome.begun;
    assert.deepEqual([outcome.taken, first?.ticket, second?.ticket], [[1], 1, 2]);
    assert.equal(changes.length, 1);
    for (const [run, status, input] of [
      [first!, 'running', 'first'] as const,
      [second!, 'queued', 'second'] as const,
    ]) {
      const stored = await store.runs.get(run.run.id);
      assert.deepEqual([stored?.status, stored?.stepCount, stored], ['running', 1, run.run]);
      const [step, ...others] = await store.runs.steps(run.run.id);
      assert.deepEqual([step?.id, step?.status, others], [run.steps[0]?.id, status, []]);
      assert.deepEqual([...(await store.runs.stepInputs(run.run.id)).values()], [input]);
      const { id: runId } = run.run;
      const told = JSON.stringify(changes[0]);
      assert.ok(told.includes(JSON.stringify({ entity: 'run', action: 'created', id: runId })));
      assert.ok(told.includes(JSON.stringify({ entity: 'step', action: 'changed', id: step?.id, runId })));
    }
  });

  it('begins no run whose workflow is gone, and begins the others', async () => {
    const window = windowOf('one');
    const { run, ...ticket } = runWithTicket(steps[0]!.payloadId, endpoint);
    const before = await store.runs.page(10);
    const { begun, taken } = await window.work({
      begun: [
        { ...ticket, run: { ...run, workflowId: 77 } },
        { ...ticket, run },
      ],
    });
    assert.deepEqual([begun[0], begun[1]?.ticket, taken], [undefined, 1, [1]]);
    const after = await store.runs.page(10);
    assert.deepEqual(after.slice(1), before);
    assert.equal((await store.runs.steps(before[0]!.id)).length, before[0]!.stepCount, 'no step came to another run');
  });

  it('leaves a step alone that has ended', async () => {
    await store.runs.changeStep(steps[0]!.id, { status: 'cancelled' });
    await windowOf('one').work({ added: [ticketOf(0)] });
    assert.equal(await statusOf(0), 'cancelled');
  });

  it('tells once of the queue and the steps that changed, and of nothing where nothing did', async () => {
    const window = windowOf('one');
    const changes = recordChanges(store);
    await window.work({ added: [ticketOf(0), ticketOf(2)] });
    assert.deepEqual(changes, [
      [
        ...[0, 2].map((step) => {
          const { id, runId } = steps[step]!;
          return { entity: 'step', action: 'changed', id, runId };
        }),
        { entity: 'queue', action: 'changed', id: 1 },
      ],
    ]);
    await window.work();
    assert.equal(changes.length, 1);
  });

  it('puts no step into a queue that does not exist any more, and puts the others', async () => {
    const window = windowOf('one');
    await store.runs.delete([steps[0]!.runId]);
    const { added } = await window.work({ added: [ticketOf(0), ticketOf(2)] });
    assert.deepEqual(added, [undefined, 1]);
  });

  it('takes the tickets of a run along that is deleted, and says that they are gone', async () => {
    const window = windowOf('one');
    await window.work({ added: [ticketOf(2), ticketOf(0)] });
    await store.runs.delete([steps[0]!.runId]);
    assert.deepEqual((await window.work({ wantsGone: true })).gone, [2]);
    assert.equal((await store.queues.all())[0]?.tickets.length, 1);
  });

  it('drops tickets of its own process that it knows nothing of', async () => {
    await windowOf('one').work({ added: [ticketOf(0), ticketOf(2)] });
    const again = windowOf('one');
    assert.deepEqual((await again.work({ added: [ticketOf(3)] })).taken, [3]);
  });

  it('keeps how many slots a server has for windows that have not asked it', async () => {
    await windowOf('one').work({ added: [ticketOf(0)] }, 2);
    const two = windowOf('two');
    assert.deepEqual((await two.work({ added: [ticketOf(4)] })).taken, [2]);
    assert.deepEqual((await two.work({ added: [ticketOf(5)] })).taken, []);
  });

  it('keeps a queue that is paused, and counts what is in it', async () => {
    const window = windowOf('one');
    await window.queues.setStatus(endpoint, 'paused');
    await window.work({ added: [ticketOf(0), ticketOf(2)] });
    const read = (): Promise<unknown> =>
      store.database.get('SELECT queue_name, status, current_size FROM orchestration_queues');
    assert.deepEqual(await read(), { queue_name: 'http://127.0.0.1:5001', status: 'paused', current_size: 2 });
    await window.queues.clear(endpoint);
    assert.deepEqual(await read(), { queue_name: 'http://127.0.0.1:5001', status: 'paused', current_size: 0 });
    assert.deepEqual(await store.queues.all(), [{ id: 1, ...endpoint, status: 'paused', tickets: [] }]);
  });

  it('knows an endpoint again by what it stored', async () => {
    const written = { host: 'HTTPS://Example.org/v1/', port: 5001 };
    await windowOf('one').work({ added: [{ ...ticketOf(0), endpoint: written }] });
    assert.deepEqual(
      (await store.queues.all()).map(({ host, port }) => ({ host, port })),
      [{ host: 'https://example.org', port: 443 }],
    );
  });
});
