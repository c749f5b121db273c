import assert from 'node:assert/strict';
import { REDRAW_INTERVAL, RowRedraws } from '../../../../src/extension/features/runs/rowRedraws';
import { FakeClock } from '../../../support/fakesClock';

describe('redrawing rows of runs', () => {
  let clock: FakeClock;
  let drawn: (readonly number[])[];
  let redraws: RowRedraws;

  beforeEach(() => {
    clock = new FakeClock();
    drawn = [];
    redraws = new RowRedraws(clock, (ids) => drawn.push(ids));
  });

  it('draws the first row at once', () => {
    redraws.ask(1);
    assert.deepEqual(drawn, [[1]]);
  });

  it('gathers what is asked for in between, each row once', async () => {
    redraws.ask(1);
    redraws.ask(2);
    redraws.ask(1);
    redraws.ask(2);
    assert.deepEqual(drawn, [[1]]);
    await clock.advance(REDRAW_INTERVAL);
    assert.deepEqual(drawn, [[1], [2, 1]]);
  });

  it('draws at most four times a second however often it is asked', async () => {
    for (let time = 0; time < 1000; time += 10) {
      redraws.ask(1);
      await clock.advance(10);
    }
    assert.equal(drawn.length, 4 + 1); // the last one is due exactly at the end
  });

  it('draws at once again after a rest, and leaves no timer behind', async () => {
    redraws.ask(1);
    await clock.advance(REDRAW_INTERVAL);
    assert.equal(clock.waiting, 0);
    redraws.ask(1);
    assert.deepEqual(drawn, [[1], [1]]);
    redraws.dispose();
    assert.equal(clock.waiting, 0);
  });
});
