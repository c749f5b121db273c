import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ReceivedList, SentList } from '../../../../src/shared/protocol/listDelta';

interface Item {
  readonly id: number;
  readonly text: string;
}

const keyOf = ({ id }: Item): number => id;
const lists = fc.array(
  fc.uniqueArray(
    fc.record({ id: fc.integer({ min: 1, max: 8 }), text: fc.constantFrom('a', 'b') }, { noNullPrototype: true }),
    {
      selector: keyOf,
    },
  ),
);

describe('A list of which only changes travel', () => {
  it('is whole at the other end after every change', () => {
    fc.assert(
      fc.property(lists, (states) => {
        const [sent, received] = [new SentList(keyOf), new ReceivedList(keyOf)];
        for (const state of states) assert.deepEqual(received.receive(sent.send(state)), state);
      }),
    );
  });

  it('sends an item again only when it is another one', () => {
    const sent = new SentList(keyOf);
    const [one, two] = [
      { id: 1, text: 'one' },
      { id: 2, text: 'two' },
    ];
    sent.send([one, two]);
    assert.deepEqual(sent.send([two, { ...one }]), { order: [2, 1], fresh: [] });
    assert.deepEqual(sent.send([{ id: 1, text: 'other' }]).fresh, [{ id: 1, text: 'other' }]);
    assert.deepEqual(sent.send([two]).fresh, [two], 'what had left the list was forgotten');
  });

  it('keeps the objects of items that did not change', () => {
    const received = new ReceivedList<Item>(keyOf);
    const [one] = received.receive({ order: [1], fresh: [{ id: 1, text: 'one' }] });
    assert.equal(received.receive({ order: [2, 1], fresh: [{ id: 2, text: 'two' }] })[1], one);
  });

  it('sends everything to an end that begins anew, and refuses what was never sent', () => {
    const sent = new SentList(keyOf);
    sent.send([{ id: 1, text: 'one' }]);
    sent.forget();
    assert.equal(sent.send([{ id: 1, text: 'one' }]).fresh.length, 1);
    assert.throws(() => new ReceivedList(keyOf).receive({ order: [1], fresh: [] }), /never sent/);
  });
});
