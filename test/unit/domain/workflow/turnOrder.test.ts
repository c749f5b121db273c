import assert from 'node:assert/strict';
import fc from 'fast-check';
import { turnOrder } from '../../../../src/extension/domain/workflow/turnOrder';

/** "a1 b1* …": run and number; `*` for one that a person has moved, `!` for one that runs. */
function tickets(words: string) {
  return words.split(' ').map((name) => ({
    name,
    runId: name.charCodeAt(0),
    state: name.endsWith('!') ? ('running' as const) : ('waiting' as const),
    isMoved: name.endsWith('*'),
  }));
}

function ordered(words: string): string {
  return turnOrder(tickets(words))
    .map(({ name }) => name)
    .join(' ');
}

describe('The order of turns', () => {
  it('is that of arriving where each run has one ticket', () => {
    assert.equal(ordered('c b a'), 'c b a');
  });

  it('begins with those that run', () => {
    assert.equal(ordered('a1 b1! c1'), 'b1! a1 c1');
  });

  it('changes between runs, however many tickets one of them put in before', () => {
    assert.equal(ordered('a1 a2 a3 a4 b1 b2 c1'), 'a1 b1 c1 a2 b2 a3 a4');
  });

  it('leaves a ticket where a person put it', () => {
    assert.equal(ordered('a1 a2* a3 b1'), 'a1 a2* b1 a3');
  });

  it('has every ticket once, those of one run in their order, and none of a run twice while another waits', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, (runs) => {
        const given = runs.map(
          (run, id) => ({ id, runId: run.charCodeAt(0), state: 'waiting', isMoved: false }) as const,
        );
        const order = turnOrder(given);
        assert.deepEqual(
          order.map(({ id }) => id).toSorted((a, b) => a - b),
          given.map(({ id }) => id),
        );
        for (const [place, ticket] of order.entries()) {
          const later = order.slice(place + 1);
          assert.ok(!later.some(({ runId, id }) => runId === ticket.runId && id < ticket.id));
          const next = later.findIndex(({ runId }) => runId === ticket.runId);
          const between = later.slice(0, next).map(({ runId }) => runId);
          if (next >= 0) {
            for (const other of later.slice(next)) {
              assert.ok(other.runId === ticket.runId || between.includes(other.runId));
            }
          }
        }
      }),
    );
  });
});
