import assert from 'node:assert/strict';
import { PartialSaver, SAVE_INTERVAL_MS } from '../../../src/extension/engine/partialSaver';
import { FakeClock, settled } from '../../support/fakesClock';

function saver() {
  const clock = new FakeClock();
  const began = clock.now();
  const saves: { readonly at: number; readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  const failures: unknown[] = [];
  const partial = new PartialSaver(
    clock,
    () =>
      new Promise((resolve, reject) => {
        saves.push({ at: clock.now() - began, done: resolve, fail: reject });
      }),
    (error) => failures.push(error),
  );
  return { clock, saves, failures, partial };
}

describe('Saving a text that grows', () => {
  it('waits one interval after the first change, and saves once for all changes in it', async () => {
    const { clock, saves, partial } = saver();
    partial.changed();
    await clock.advance(SAVE_INTERVAL_MS - 1);
    partial.changed();
    assert.equal(saves.length, 0);
    await clock.advance(1);
    saves[0]?.done();
    await clock.advance(SAVE_INTERVAL_MS * 3);
    assert.deepEqual(
      saves.map(({ at }) => at),
      [SAVE_INTERVAL_MS],
    );
  });

  it('never saves while a save is under way, and makes up for it afterwards', async () => {
    const { clock, saves, partial } = saver();
    partial.changed();
    await clock.advance(SAVE_INTERVAL_MS);
    partial.changed();
    await clock.advance(SAVE_INTERVAL_MS * 5);
    assert.equal(saves.length, 1);
    saves[0]?.done();
    await settled();
    await clock.advance(SAVE_INTERVAL_MS);
    assert.equal(saves.length, 2);
  });

  it('closes when the save that is under way is done, and saves no more', async () => {
    const { clock, saves, partial } = saver();
    partial.changed();
    await clock.advance(SAVE_INTERVAL_MS);
    partial.changed();
    let isClosed = false;
    const closed = partial.close().then(() => (isClosed = true));
    await settled();
    assert.equal(isClosed, false);
    saves[0]?.done();
    await closed;
    partial.changed();
    await clock.advance(SAVE_INTERVAL_MS * 2);
    assert.equal(saves.length, 1);
    assert.equal(clock.waiting, 0);
  });

  it('tells of a failure once and stops', async () => {
    const { clock, saves, failures, partial } = saver();
    const failure = new Error('full');
    partial.changed();
    await clock.advance(SAVE_INTERVAL_MS);
    saves[0]?.fail(failure);
    await settled();
    partial.changed();
    await clock.advance(SAVE_INTERVAL_MS * 2);
    await partial.close();
    assert.deepEqual(failures, [failure]);
    assert.equal(saves.length, 1);
  });
});
