import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GenerationErrorReason } from '../../../src/extension/domain/ports/modelServer';
import { fakeRunner, type FakeRunner } from '../../support/fakesRunner';

/** How the server treats one request. */
interface Answer {
  readonly pieces: readonly string[];
  readonly ending: 'stop' | 'length' | GenerationErrorReason;
}

/** What the server has sent on an open connection, by the place of its request. */
interface Sent {
  text: string;
  ended: boolean;
  begun: boolean;
}

const answer: fc.Arbitrary<Answer> = fc.record({
  pieces: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), { maxLength: 5 }),
  ending: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('stop' as const, 'length' as const) },
    { weight: 1, arbitrary: fc.constantFrom('ended-early' as const, 'http' as const) },
  ),
});

/** A plan of a few runs at once, one of which may be stopped somewhere. */
const plan = fc.record({
  runs: fc.array(fc.record({ steps: fc.integer({ min: 1, max: 3 }), isStopped: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  answers: fc.array(answer, { minLength: 9, maxLength: 9 }),
  ticks: fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 12 }),
});

/** Watches that a reader of a response never sees less of it than before. */
function watchReader(world: FakeRunner): string[] {
  const seen = new Map<number, string>();
  const complaints: string[] = [];
  const look = (): void => {
    for (const { id, content } of world.runs.storedResponses.values()) {
      const now = world.runner.liveText(id) ?? content;
      const before = seen.get(id) ?? '';
      if (!now.startsWith(before)) {
        complaints.push(`response ${id} showed ${JSON.stringify(before)}, then ${JSON.stringify(now)}`);
      }
      seen.set(id, now);
    }
  };
  world.transactions.onDidChange(look);
  world.runner.onDidChange(look);
  return complaints;
}

/** Lets every operation of the store take its time, and watches that no two of one response go on together. */
function watchStore(world: FakeRunner, scheduler: fc.Scheduler): string[] {
  const complaints: string[] = [];
  const savePartial = world.runs.savePartial.bind(world.runs);
  const finishResponse = world.runs.finishResponse.bind(world.runs);
  const busy = new Set<number>();
  const alone = async (id: number, work: () => Promise<void>): Promise<void> => {
    if (busy.has(id)) {
      complaints.push(`response ${id} was stored twice at once`);
    }
    busy.add(id);
    await work().finally(() => busy.delete(id));
  };
  world.runs.savePartial = (id, content) => alone(id, () => savePartial(id, content));
  world.runs.finishResponse = (id, ...end) => alone(id, () => finishResponse(id, ...end));
  world.transactions.turn = (operation) => scheduler.schedule(Promise.resolve(), operation);
  return complaints;
}

function playServer(world: FakeRunner, scheduler: fc.Scheduler, answers: readonly Answer[]): Sent[] {
  const sent: Sent[] = [];
  world.server.answer = async (exchange, index) => {
    const { pieces, ending } = answers[index]!;
    const note: Sent = { text: '', ended: false, begun: false };
    sent[index] = note;
    const isClosed = (): boolean => exchange.signal.aborted;
    await scheduler.schedule(Promise.resolve(), `request ${index} begins`);
    if (isClosed()) {
      return;
    }
    note.begun = true;
    await exchange.begin();
    for (const piece of pieces) {
      await scheduler.schedule(Promise.resolve(), `request ${index} sends`);
      if (isClosed()) {
        return;
      }
      note.text += piece;
      exchange.send(piece);
    }
    await scheduler.schedule(Promise.resolve(), `request ${index} ends`);
    if (isClosed()) {
      return;
    }
    if (ending === 'stop' || ending === 'length') {
      note.ended = true;
      exchange.end({ finishReason: ending });
    } else {
      exchange.fail(ending);
    }
  };
  return sent;
}

describe('Whatever the order in which server, store, clock and person act', () => {
  it('what is stored is what the server sent, and every run ends once', async function () {
    this.timeout(120_000); // many schedules, on a machine that may be busy
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plan, async (scheduler, { runs, answers, ticks }) => {
        const world = fakeRunner();
        const complaints = [watchReader(world), watchStore(world, scheduler)];
        const sent = playServer(world, scheduler, answers);
        const people = runs.map(async ({ steps, isStopped }) => {
          const workflowId = world.workflowOf(...['First', 'Second', 'Third'].slice(0, steps));
          const runId = await world.runner.start(workflowId);
          if (isStopped) {
            await scheduler.schedule(Promise.resolve(), `stop ${runId}`);
            await world.runner.stop(runId);
          }
          await world.runner.ended(runId);
          return runId;
        });
        const time = async (): Promise<void> => {
          for (const milliseconds of ticks) {
            await scheduler.schedule(Promise.resolve(), `${milliseconds} ms`);
            await world.clock.advance(milliseconds);
          }
        };
        const ticking = time();
        const runIds = await scheduler.waitFor(Promise.all(people));
        await scheduler.waitFor(ticking);

        assert.deepEqual(complaints.flat(), []);
        assert.deepEqual(world.runner.active(), []);
        const ends = world.events.flatMap((event) => (event.kind === 'ended' ? [event.runId] : []));
        assert.deepEqual(ends.toSorted(), runIds.toSorted());
        const requestOf = new Map(world.server.exchanges.map(({ prompt }, index) => [index, prompt]));
        for (const [place, runId] of runIds.entries()) {
          check(world, runId, runs[place]!.steps, sent, requestOf);
        }
        const begun = sent.filter((one) => one.begun).length;
        assert.equal(world.runs.storedResponses.size, begun);
      }),
      { numRuns: 250 },
    );
  });
});

function check(
  world: FakeRunner,
  runId: number,
  steps: number,
  sent: readonly Sent[],
  requestOf: ReadonlyMap<number, string>,
): void {
  const responses = world.runs.responsesOf(runId);
  const run = world.runs.stored.get(runId);
  assert.deepEqual(
    responses.map(({ stepIndex }) => stepIndex),
    responses.map((_, index) => index),
  );
  for (const [index, response] of responses.entries()) {
    assert.equal(world.runner.liveText(response.id), undefined);
    const exact = sent.filter(
      (one, request) => one.text === response.content && requestOf.get(request) === response.prompt,
    );
    assert.ok(
      exact.some((one) => one.ended === !response.partial),
      `${JSON.stringify(response.content)} is not what the server sent`,
    );
    assert.equal(response.size, Buffer.byteLength(response.content));
    assert.equal(response.partial, response.finishReason === 'cancelled' || response.finishReason === 'error');
    const before = responses[index - 1];
    assert.equal(response.prompt.endsWith(before ? `Previous response:\n${before.content}` : 'First'), true);
  }
  const last = responses.at(-1);
  switch (run?.status) {
    case 'completed':
      assert.equal(responses.length, steps);
      assert.ok(responses.every(({ partial }) => !partial));
      break;
    case 'failed':
      assert.equal(last?.finishReason, 'error');
      assert.match(run.errorMessage ?? '', new RegExp(`^Step ${responses.length} of ${steps}, payload`));
      break;
    case 'cancelled':
      assert.ok(last?.finishReason !== 'error');
      assert.equal(run.errorMessage, null);
      break;
    default:
      assert.fail(`The run ended as ${run?.status ?? 'nothing'}`);
  }
}
