import assert from 'node:assert/strict';
import { Slots } from '../../../src/extension/practice/slots';

const NEVER = new AbortController().signal;

describe('Slots', () => {
  it('lets in as many as there are places, then one for each that leaves, in order', async () => {
    const slots = new Slots(2);
    const order: number[] = [];
    const all = [1, 2, 3, 4].map(async (job) => {
      assert.equal(await slots.enter(NEVER), true);
      order.push(job);
    });
    await Promise.all(all.slice(0, 2));
    assert.deepEqual([order, slots.running, slots.waiting], [[1, 2], 2, 2]);
    slots.leave();
    await all[2];
    slots.leave();
    await all[3];
    assert.deepEqual(order, [1, 2, 3, 4]);
    slots.leave();
    slots.leave();
    assert.deepEqual([slots.running, slots.waiting], [0, 0]);
  });

  it('forgets who gives up, whether before or while waiting', async () => {
    const slots = new Slots(1);
    assert.equal(await slots.enter(AbortSignal.abort()), false);
    await slots.enter(NEVER);
    const stop = new AbortController();
    const givingUp = slots.enter(stop.signal);
    const patient = slots.enter(NEVER);
    stop.abort();
    assert.equal(await givingUp, false);
    slots.leave();
    assert.equal(await patient, true);
    assert.deepEqual([slots.running, slots.waiting], [1, 0]);
  });
});
