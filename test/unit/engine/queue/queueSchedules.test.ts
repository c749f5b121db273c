import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StoreError } from '../../../../src/extension/domain/ports/storeError';
import { endpointKey } from '../../../../src/extension/domain/payload/endpointAddress';
import { LOOK_AGAIN_MS } from '../../../../src/extension/engine/queue/endpointQueues';
import { FirstTurn } from '../../../../src/extension/engine/queue/firstTurn';
import type { TurnListener } from '../../../../src/extension/engine/queue/queues';
import { RunStopped } from '../../../../src/extension/engine/runStopped';
import type { EndpointAddress } from '../../../../src/shared/model/endpoint';
import type { NewRunTicket } from '../../../../src/extension/domain/ports/queueRepository';
import { newRun } from '../../../support/newRun';
import { QueueWorld, type TestWindow } from './queueWorld';

const endpoints: readonly EndpointAddress[] = [5001, 5002, 5003].map((port) => ({ host: '127.0.0.1', port }));

/** One run: a row of steps, each of which asks for some places of one endpoint at the same time. */
interface RunPlan {
  readonly window: number;
  /** Whether it is stored together with the ticket of its first place. */
  readonly isStoredThen: boolean;
  readonly steps: readonly { readonly endpoint: number; readonly places: number }[];
}

const runPlans: fc.Arbitrary<readonly RunPlan[]> = fc.array(
  fc.record({
    window: fc.nat(2),
    isStoredThen: fc.boolean(),
    steps: fc.array(
      fc.record({
        endpoint: fc.nat(2),
        places: fc.oneof(
          { weight: 3, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.integer({ min: 2, max: 3 }) },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

/** What people and the system do meanwhile. */
const act = fc.oneof(
  fc.record({ kind: fc.constantFrom('pause', 'resume', 'clear'), window: fc.nat(2), endpoint: fc.nat(2) }),
  fc.record({ kind: fc.constant('move'), window: fc.nat(2), ticket: fc.nat(10), before: fc.nat(12) }),
  fc.record({ kind: fc.constant('stop'), run: fc.nat(5) }),
  fc.record({ kind: fc.constant('kill'), window: fc.nat(2) }),
);

type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** How many slots each endpoint has, and which windows know it. */
const servers = fc.record({
  slots: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
  knows: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
});

const losses = fc.array(fc.boolean(), { maxLength: 30 });
const failure = fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

/** One run that goes on, and what is known of it. */
class TestRun {
  readonly stopping = new AbortController();
  end: 'completed' | 'cancelled' | 'failed' | undefined;
  /** The steps whose turn came, in the order in which it did. */
  readonly turns: string[] = [];

  constructor(
    readonly id: number,
    readonly plan: RunPlan,
    readonly window: TestWindow,
  ) {}
}

/** A step that works, or may. */
interface Work {
  readonly endpoint: number;
  readonly window: TestWindow;
}

/** Plays runs, and watches that never more run at an endpoint than it has slots. */
class Play {
  readonly runs: TestRun[] = [];
  readonly complaints: string[] = [];
  private readonly busy = new Set<Work>();

  constructor(
    readonly world: QueueWorld,
    private readonly slots: readonly number[],
  ) {}

  async run({ plan, id, stopping, window, turns }: TestRun): Promise<TestRun['end']> {
    const first = new FirstTurn(window.queues);
    const firstWork = { endpoint: plan.steps[0]!.endpoint, window };
    try {
      const stored = plan.isStoredThen ? await first.start(runWithTicket(plan), this.listener(firstWork)) : undefined;
      for (const [index, { endpoint, places }] of plan.steps.entries()) {
        const place = async (number: number): Promise<void> => {
          const stepExecutionId = `${id}.${index}.${number}`;
          const isFirst = index === 0 && number === 0;
          const request = {
            endpoint: endpoints[endpoint]!,
            runId: stored?.run.id ?? id,
            stepExecutionId: (isFirst ? stored?.steps[0]?.id : undefined) ?? stepExecutionId,
          };
          const work = isFirst && stored ? firstWork : { endpoint, window };
          const lease = await first.acquire(request, stopping.signal, this.listener(work));
          turns.push(stepExecutionId);
          if (!this.busy.has(work)) {
            this.complaints.push(`${stepExecutionId} began, and was not told that this was decided`);
          }
          await this.world.pass(`${stepExecutionId} works`);
          this.busy.delete(work);
          const released = lease.release();
          if (number % 2 === 1) {
            await released; // some wait until the ticket is gone, some do not
          }
        };
        await Promise.all(Array.from({ length: places }, (_, number) => place(number)));
      }
      return 'completed';
    } catch (error) {
      assert.ok(error instanceof RunStopped || error instanceof StoreError, String(error));
      stopping.abort();
      return error instanceof RunStopped ? 'cancelled' : 'failed';
    } finally {
      this.busy.delete(firstWork); // where nobody has taken its turn
      first.leave();
    }
  }

  /** A step may work as soon as it is decided that it has its turn. */
  private listener(work: Work): TurnListener {
    return {
      hasTurn: () => {
        this.busy.add(work);
        this.check(work.endpoint);
      },
      lostTurn: () => this.busy.delete(work),
    };
  }

  private check(endpoint: number): void {
    const count = [...this.busy].filter((work) => work.endpoint === endpoint && work.window.isAlive).length;
    if (count > this.slots[endpoint]!) {
      this.complaints.push(`${count} run at once at endpoint ${endpoint}`);
    }
  }
}

function runWithTicket({ steps: [first] }: RunPlan): NewRunTicket {
  const run = newRun(null, 'Run', [1]);
  return { run, stepIndex: 0, endpoint: endpoints[first!.endpoint]!, input: '' };
}

async function perform(action: Act, play: Play): Promise<void> {
  const { world } = play;
  switch (action.kind) {
    case 'stop':
      play.runs[action.run]?.stopping.abort();
      return;
    case 'kill':
      if (world.windows.filter(({ isAlive }) => isAlive).length > 1) {
        world.windows[action.window]!.kill(world);
      }
      return;
    case 'move': {
      const waiting = world.table.tickets.filter(({ state }) => state === 'waiting');
      const ticket = waiting[action.ticket % Math.max(1, waiting.length)];
      const { queues, isAlive } = world.windows[action.window]!;
      if (ticket && isAlive) {
        await queues.move(ticket.id, waiting[action.before]?.id);
      }
      return;
    }
    case 'pause':
    case 'resume':
    case 'clear': {
      const { queues, isAlive } = world.windows[action.window]!;
      if (isAlive) {
        await queues[action.kind](endpoints[action.endpoint]!);
      }
    }
  }
}

/** Plays everything to its end; every queue is resumed when nothing else is left to do. */
async function playAll(world: QueueWorld, play: Play, plans: readonly RunPlan[], acts: readonly Act[]): Promise<void> {
  for (const [index, plan] of plans.entries()) {
    play.runs.push(new TestRun(index + 1, plan, world.windows[plan.window]!));
  }
  const running = play.runs.map(async (run) => {
    await world.pass(`run ${run.id} begins`);
    run.end = await play.run(run);
  });
  const acting = (async () => {
    for (const action of acts) {
      await world.pass(action.kind);
      // What a person asks for may fail like everything else.
      void perform(action, play).catch((error: unknown) => {
        assert.ok(error instanceof StoreError);
      });
    }
  })();
  await world.settle(acting);
  for (const queue of world.table.queues.values()) {
    queue.status = 'active';
  }
  await world.settle(Promise.all(running.filter((_, index) => play.runs[index]!.window.isAlive)));
  // One look more drops what failures and killed windows have left.
  const alive = world.windows.find(({ isAlive }) => isAlive)!;
  for (const [index, endpoint] of endpoints.entries()) {
    const stopping = new AbortController();
    const request = { endpoint, runId: 100 + index, stepExecutionId: `last ${index}` };
    const looking = alive.queues.acquire(request, stopping.signal).then(
      (lease) => lease.release(),
      () => undefined,
    );
    await world.settle(looking);
  }
  for (let times = 0; times < 50 && world.table.tickets.length > 0; times += 1) {
    await world.clock.advance(LOOK_AGAIN_MS);
    await world.settle(Promise.resolve());
  }
}

function worldOf(
  scheduler: fc.Scheduler,
  { slots, knows }: { readonly slots: readonly number[]; readonly knows: readonly boolean[] },
  trouble: ConstructorParameters<typeof QueueWorld>[1],
): { readonly world: QueueWorld; readonly play: Play } {
  const world = new QueueWorld(scheduler, trouble);
  for (const known of knows) {
    world.open(({ port }) => (known ? slots[port - 5001] : undefined));
  }
  return { world, play: new Play(world, slots) };
}

function checkTurns({ turns, plan, end, id }: TestRun, isReordered: boolean): void {
  assert.equal(new Set(turns).size, turns.length, 'a step had its turn twice');
  const all = plan.steps.flatMap(({ places }, step) =>
    Array.from({ length: places }, (_, place) => `${id}.${step}.${place}`),
  );
  if (!isReordered) {
    assert.deepEqual(turns, all.slice(0, turns.length), 'turns out of order');
  }
  if (end === 'completed') {
    assert.equal(turns.length, all.length, 'a step was lost');
  }
}

describe('Whatever the order in which windows, people and the store act', () => {
  it('no step is lost or begins twice, runs keep their order, and no endpoint has more to do than it has slots', async function () {
    this.timeout(300_000); // many schedules, on a machine that may be busy
    const acts = fc.array(act, { maxLength: 8 });
    const failures = fc.oneof(fc.constant([]), fc.array(failure, { maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        runPlans,
        acts,
        servers,
        losses,
        failures,
        async (scheduler, plans, acts, ...rest) => {
          const [serverPlan, lost, failing] = rest;
          const { world, play } = worldOf(scheduler, serverPlan, { losses: lost, failures: failing });
          const taken = new Set<number>();
          world.table.onTaken = ({ id }) => {
            if (taken.has(id)) {
              play.complaints.push(`ticket ${id} was taken twice`);
            }
            taken.add(id);
          };
          await playAll(world, play, plans, acts);
          assert.deepEqual(play.complaints, []);
          const did = (kind: Act['kind']): boolean => acts.some((one) => one.kind === kind);
          for (const run of play.runs.filter(({ window }) => window.isAlive)) {
            // Who clears a queue may meet the ticket that came with the run, and not yet those of the other answers.
            checkTurns(run, did('move') || (did('clear') && run.plan.isStoredThen));
            assert.ok(
              run.end === 'completed' || (run.end === 'failed' ? failing.length > 0 : did('stop') || did('clear')),
            );
          }
          assert.deepEqual(world.table.tickets, []);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('no run is served twice while another one waits, however many steps it has put into the queue', async function () {
    this.timeout(300_000);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), runPlans, servers, losses, async (scheduler, plans, serverPlan, lost) => {
        const { world, play } = worldOf(scheduler, serverPlan, { losses: lost, failures: [] });
        /** For each run that waits in a queue, which others have been served there since it began to, or was served. */
        const overtaken = new Map<string, Set<number>>();
        world.table.onServed = ({ queue, runId }) => overtaken.delete(`${queue} ${runId}`);
        world.table.onTaken = ({ queue, runId }) => {
          overtaken.delete(`${queue} ${runId}`);
          // Places that are free are kept for those that wait first, until their windows have noticed.
          const free = world.table.queues.get(queue)!.slots - world.table.running(queue).length;
          const others = new Set(
            world.table
              .waiting(queue)
              .slice(free)
              .map((ticket) => ticket.runId),
          );
          for (const { runId: first } of world.table.waiting(queue).slice(0, free)) {
            others.delete(first);
          }
          others.delete(runId);
          for (const other of others) {
            const served = overtaken.get(`${queue} ${other}`) ?? new Set();
            if (served.has(runId)) {
              play.complaints.push(`run ${runId} was served twice while run ${other} waited`);
            }
            overtaken.set(`${queue} ${other}`, served.add(runId));
          }
        };
        await playAll(world, play, plans, []);
        assert.deepEqual(play.complaints, []);
        for (const run of play.runs) {
          checkTurns(run, false);
          assert.equal(run.end, 'completed');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('all endpoints that have something to do work at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }),
        async (scheduler, places) => {
          const world = new QueueWorld(scheduler, { losses: [], failures: [] });
          const window = world.open(() => 1);
          const began = new Set<string>();
          const wanted = new Set(places.map((place) => endpointKey(endpoints[place]!)));
          const all = Promise.all(
            [...wanted.values()].map(async (key, index) => {
              const endpoint = endpoints.find((one) => endpointKey(one) === key)!;
              const never = new AbortController();
              await window.queues.acquire({ endpoint, runId: index, stepExecutionId: key }, never.signal);
              began.add(key); // none gives its place back
            }),
          );
          await world.settle(all);
          assert.deepEqual([...began].toSorted(), [...wanted].toSorted());
        },
      ),
    );
  });
});
