import assert from 'node:assert/strict';
import { Throttle } from '../../../src/extension/platform/throttle';
import { FakeClock } from '../../support/fakesClock';

function recorded(interval = 100) {
  const clock = new FakeClock(0);
  const calls: string[] = [];
  const throttle = new Throttle<string>(
    clock,
    () => interval,
    (key) => calls.push(`${key} ${clock.now()}`),
  );
  return { clock, calls, throttle };
}

describe('a throttle', () => {
  it('calls at once, then once in each interval while more is asked for, and serves the last request', async () => {
    const { clock, calls, throttle } = recorded();
    for (let time = 0; time < 250; time += 10) {
      throttle.ask('a');
      await clock.advance(10);
    }
    await clock.advance(1000);
    assert.deepEqual(calls, ['a 0', 'a 100', 'a 200', 'a 300']);
    assert.equal(clock.waiting, 0);
  });

  it('calls at once again after a rest', async () => {
    const { clock, calls, throttle } = recorded();
    throttle.ask('a');
    await clock.advance(500);
    throttle.ask('a');
    assert.deepEqual(calls, ['a 0', 'a 500']);
  });

  it('counts for each key by itself', () => {
    const { calls, throttle } = recorded();
    throttle.ask('a');
    throttle.ask('b');
    throttle.ask('a');
    assert.deepEqual(calls, ['a 0', 'b 0']);
  });

  it('flushes at once and forgets what was asked for', async () => {
    const { clock, calls, throttle } = recorded();
    throttle.ask('a');
    throttle.ask('a');
    await clock.advance(30);
    throttle.flush('a');
    await clock.advance(500);
    assert.deepEqual(calls, ['a 0', 'a 30']);
  });

  it('calls nothing after it was disposed', async () => {
    const { clock, calls, throttle } = recorded();
    throttle.ask('a');
    throttle.ask('a');
    throttle.dispose();
    await clock.advance(500);
    assert.deepEqual(calls, ['a 0']);
  });
});
