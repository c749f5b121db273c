import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GenerationErrorReason } from '../../../src/extension/domain/ports/modelServer';
import type { FakeExchange } from '../../support/fakesModelServer';
import { fakeRunner, type FakeRunner } from '../../support/fakesRunner';
import type { StepSettings } from '../../../src/shared/model/workflow';

type Settings = Pick<StepSettings, 'answers' | 'retries' | 'onFailure' | 'flow'>;

/** How the server treats one request. */
interface Treatment {
  readonly pieces: readonly string[];
  readonly ending: 'stop' | GenerationErrorReason;
  /** Whether it fails before it has said who it is. */
  readonly isMute: boolean;
}

/** A request as the server saw it. */
interface Request {
  readonly run: number;
  readonly step: number;
  text: string;
  state: 'open' | 'answered' | 'failed' | 'busy' | 'closed';
  /** Whether it has said who it is, so that there is a response. */
  hasBegun: boolean;
}

const settings: fc.Arbitrary<Settings> = fc.record({
  answers: fc.constantFrom(1, 1, 2, 3),
  retries: fc.integer({ min: 0, max: 2 }),
  onFailure: fc.constantFrom('stop', 'continue', 'default'),
  flow: fc.constantFrom(null, 'none'),
});

const treatment: fc.Arbitrary<Treatment> = fc.record({
  pieces: fc.array(fc.constantFrom('a', 'b ', '😀'), { maxLength: 3 }),
  ending: fc.oneof(
    { weight: 5, arbitrary: fc.constant('stop' as const) },
    { weight: 2, arbitrary: fc.constantFrom('ended-early' as const, 'unreachable' as const, 'busy' as const) },
    { weight: 1, arbitrary: fc.constant('unauthorized' as const) },
  ),
  isMute: fc.boolean(),
});

/** Few workflows with many steps, or many with few: small plays find the same faults sooner. */
function workflows(most: number, steps: number): fc.Arbitrary<readonly (readonly Settings[])[]> {
  return fc.array(fc.array(settings, { minLength: 1, maxLength: steps }), { minLength: 1, maxLength: most });
}

const plan = fc.record({
  workflows: fc.oneof(workflows(2, 2), workflows(1, 3), workflows(3, 1)),
  stopped: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
  // A server that is busy for ever would be waited for as long.
  treatments: fc
    .array(treatment, { minLength: 3, maxLength: 8 })
    .filter((all) => all.some(({ ending }) => ending !== 'busy')),
  slots: fc.integer({ min: 1, max: 2 }),
  isStale: fc.boolean(),
});

/** A server that treats requests as planned, and watches what a server can see. */
class Watcher {
  readonly requests: Request[] = [];
  readonly complaints: string[] = [];
  isWellAgain = false;

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly treatments: readonly Treatment[],
    private readonly slots: number,
  ) {}

  async answer(exchange: FakeExchange): Promise<void> {
    const [, run, step] = /^r(\d+)s(\d+)/.exec(exchange.prompt)?.map(Number) ?? [];
    const request: Request = { run: run ?? -1, step: step ?? -1, text: '', state: 'open', hasBegun: false };
    const open = this.requests.filter(({ state }) => state === 'open');
    if (open.length >= this.slots) this.complaints.push('more requests than slots');
    if (open.some((other) => other.run === run && other.step !== step)) {
      this.complaints.push(`two steps of run ${run ?? ''} at once`);
    }
    const planned = this.treatments[this.requests.length % this.treatments.length];
    this.requests.push(request);
    exchange.signal.addEventListener('abort', () => (request.state = 'closed'));
    const { pieces, ending, isMute } =
      planned && !this.isWellAgain ? planned : { pieces: ['well'], ending: 'stop' as const, isMute: false };
    const isOpen = async (moment: string): Promise<boolean> => {
      await this.scheduler.schedule(Promise.resolve(), `${exchange.prompt.slice(0, 4)} ${moment}`);
      return request.state === 'open';
    };
    if (!(await isOpen('begins'))) return;
    if (!isMute || ending === 'stop') {
      request.hasBegun = true;
      await exchange.begin();
      for (const piece of pieces) {
        if (!(await isOpen('sends'))) return;
        request.text += piece;
        exchange.send(piece);
      }
      if (!(await isOpen('ends'))) return;
    }
    request.state = ending === 'stop' ? 'answered' : ending === 'busy' ? 'busy' : 'failed';
    if (ending === 'stop') exchange.end();
    else exchange.fail(ending);
  }
}

function checkRun(
  world: FakeRunner,
  runId: number,
  run: number,
  of: readonly Settings[],
  requests: readonly Request[],
): void {
  const stored = world.runs.stored.get(runId)!;
  const steps = world.runs.stepsOf(runId);
  const ended = ['completed', 'failed', 'cancelled', 'reused', 'skipped'];
  assert.ok(
    steps.every(({ status }) => ended.includes(status)),
    `a step was left ${steps.map(({ status }) => status).join()}`,
  );
  const own = requests.filter((request) => request.run === run);
  assert.deepEqual(
    own.map(({ step }) => step),
    own.map(({ step }) => step).toSorted(),
    'in the order of the steps',
  );
  for (const [index, { answers, retries, onFailure }] of of.entries()) {
    const { status } = steps[index]!;
    const asked = own.filter(({ step }) => step === index);
    const answered = asked.filter(({ state }) => state === 'answered').length;
    const failed = asked.filter(({ state }) => state === 'failed').length;
    const responses = world.runs.responsesOf(runId).filter(({ stepIndex }) => stepIndex === index);
    const whole = responses.filter(({ partial }) => !partial);
    const copied = responses.filter(({ reusedFrom }) => reusedFrom !== null).length;
    assert.equal(
      new Set(responses.map(({ answerIndex }) => answerIndex)).size,
      responses.length,
      'places of their own',
    );
    assert.equal(responses.filter(({ chosen }) => chosen).length, Math.min(1, responses.length));
    switch (status) {
      case 'completed':
        assert.equal(answered, answers - copied, 'asked for each answer once');
        assert.equal(whole.length, answers);
        assert.ok(responses.find(({ chosen }) => chosen)?.partial === false);
        break;
      case 'reused':
        assert.equal(asked.length, 0, 'what is reused is not sent');
        assert.equal(whole.length >= answers, true);
        break;
      case 'skipped':
        assert.equal(asked.length, 0);
        assert.notEqual(stored.status, 'completed');
        break;
      case 'failed':
        assert.ok(asked.length === 0 || failed > 0);
        // While the other answers come to their end a person may stop the run.
        assert.ok(onFailure !== 'stop' || stored.status === 'failed' || (answers > 1 && stored.status === 'cancelled'));
        break;
      default:
        assert.equal(stored.status, 'cancelled');
    }
    assert.ok(failed <= (retries + 1) * answers, 'no more tries than were allowed');
    if (status !== 'reused') {
      // Whatever text came is kept: each request that sent some has its own response.
      const texts = asked.filter(({ text }) => text !== '').map(({ text }) => text);
      const kept = responses.filter(({ content, reusedFrom }) => content !== '' && reusedFrom === null);
      assert.deepEqual(kept.map(({ content }) => content).toSorted(), texts.toSorted());
    }
  }
  assert.equal(
    stored.status === 'completed',
    steps.every(
      ({ status }, index) =>
        status === 'completed' || status === 'reused' || (status === 'failed' && of[index]?.onFailure !== 'stop'),
    ) && stored.status !== 'cancelled',
  );
}

describe('Whatever fails and whenever somebody stops it', () => {
  it('no step is lost, none runs twice, and a run can be resumed until it is complete', async function () {
    this.timeout(300_000); // thousands of schedules, on a machine that may be busy
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plan, async (scheduler, { workflows, stopped, treatments, slots, isStale }) => {
        const world = fakeRunner();
        world.turns.slots = slots;
        const server = new Watcher(scheduler, treatments, slots);
        world.server.answer = (exchange) => server.answer(exchange);
        let isOver = false;
        const time = (async () => {
          while (!isOver) {
            await scheduler.schedule(Promise.resolve(), 'time');
            await world.clock.advance(4000);
          }
        })();
        const ids: number[] = [];
        for (const [run, steps] of workflows.entries()) {
          const id = world.workflowOf(...steps.map((_, step) => `r${run}s${step}`));
          for (const [place, step] of world.workflows.stored.get(id)!.steps.entries()) {
            await world.workflows.updateStep(id, step.id, { ...steps[place], retryDelay: 1, defaultText: 'default' });
          }
          ids.push(id);
        }
        const people = ids.map(async (id, run) => {
          const runId = await world.runner.start(id);
          if (stopped.includes(run)) {
            await scheduler.schedule(Promise.resolve(), `stop ${run}`);
            await world.runner.stop(runId);
          }
          await world.runner.ended(runId);
          return runId;
        });
        const runIds = await scheduler.waitFor(Promise.all(people));
        for (const [run, runId] of runIds.entries()) checkRun(world, runId, run, workflows[run]!, server.requests);
        assert.deepEqual(
          [...world.turns.running.values()].filter((count) => count > 0),
          [],
          'every place was given back',
        );

        server.isWellAgain = true;
        for (const [run, runId] of runIds.entries()) {
          const steps = world.runs.stepsOf(runId);
          if (steps.every(({ status }) => status === 'completed')) continue;
          server.requests.length = 0;
          const kind = isStale ? 'stale' : 'unfinished';
          const resumed = await scheduler.waitFor(
            world.runner.start(ids[run]!, { steps: { kind }, sourceRunId: runId }).then(async (id) => {
              await world.runner.ended(id);
              return id;
            }),
          );
          checkRun(world, resumed, run, workflows[run]!, server.requests);
          assert.equal(world.runs.stored.get(resumed)?.status, 'completed');
          const now = world.runs.stepsOf(resumed).map(({ status }) => status);
          assert.ok(now.every((status) => status === 'completed' || status === 'reused'));
          const first = steps.findIndex(({ status }) => status !== 'completed');
          assert.deepEqual(
            now.slice(0, first),
            now.slice(0, first).map(() => 'reused'),
            'what is complete is not sent again',
          );
          const answersOf = (id: number) => world.runs.responsesOf(id).filter(({ stepIndex }) => stepIndex === first);
          assert.equal(
            answersOf(resumed).filter(({ reusedFrom }) => reusedFrom !== null).length,
            answersOf(runId).filter(({ partial }) => !partial).length,
            'answers that are there are not asked for again',
          );
          const marks = await scheduler.waitFor(world.runner.freshness(resumed));
          assert.deepEqual(
            marks.map(({ state }) => state),
            now.map(() => 'fresh'),
          );
        }
        isOver = true;
        await scheduler.waitFor(time);
        assert.deepEqual(server.complaints, []);
        assert.equal(world.clock.waiting, 0);
      }),
      { numRuns: 500 },
    );
  });
});
