import assert from 'node:assert/strict';
import type { LibraryCare } from '../../../../src/extension/domain/ports/libraryCare';
import { Emitter } from '../../../../src/extension/domain/emitter';
import { keepDailyCopies } from '../../../../src/extension/features/library/dailyCopies';
import { FakeClock } from '../../../support/fakesClock';

const HOUR_MS = 3_600_000;

describe('Daily copies', () => {
  const clock = new FakeClock();
  const opened = new Emitter<Error | undefined>(() => undefined);
  let kept: number;
  let asked: number[];
  let warnings: string[];
  let fails: boolean;
  let subscription: { dispose(): void };
  const care = {
    backUpDaily: (keep: number) => {
      asked.push(keep);
      return fails ? Promise.reject(new Error('disk full')) : Promise.resolve(undefined);
    },
  } as unknown as LibraryCare;

  beforeEach(() => {
    [kept, asked, warnings, fails] = [7, [], [], false];
    const log = {
      trace: () => undefined,
      info: () => undefined,
      warn: (message: string) => warnings.push(message),
      error: () => assert.fail('a copy that is not made is no error'),
    };
    subscription = keepDailyCopies({ care, onDidOpen: opened.event, kept: () => kept, clock, log });
  });
  afterEach(() => {
    subscription.dispose();
  });

  it('are looked after from half a minute after opening on, every hour', async () => {
    opened.fire(new Error('damaged'));
    await clock.advance(HOUR_MS);
    assert.deepEqual(asked, [], 'not while it is not open');
    opened.fire(undefined);
    opened.fire(undefined);
    await clock.advance(29_000);
    assert.deepEqual(asked, []);
    await clock.advance(2000);
    assert.deepEqual(asked, [7]);
    await clock.advance(3 * HOUR_MS);
    assert.deepEqual(asked, [7, 7, 7, 7]);
    subscription.dispose();
    await clock.advance(3 * HOUR_MS);
    assert.equal(asked.length, 4);
  });

  it('are not made when none are wanted, and go on after a failure', async () => {
    kept = 0;
    opened.fire(undefined);
    await clock.advance(2 * HOUR_MS);
    assert.deepEqual(asked, []);
    kept = 3;
    fails = true;
    await clock.advance(HOUR_MS);
    fails = false;
    await clock.advance(HOUR_MS);
    assert.deepEqual(asked, [3, 3]);
    assert.match(warnings.join(), /disk full/);
  });
});
