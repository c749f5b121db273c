import assert from 'node:assert/strict';
import type { LibraryChange } from '../../../../src/extension/domain/ports/changes';
import type { LibraryCare, RunRetention } from '../../../../src/extension/domain/ports/libraryCare';
import { Emitter } from '../../../../src/extension/domain/emitter';
import { deleteOldRuns } from '../../../../src/extension/features/library/oldRuns';
import { nullLog } from '../../../../src/extension/platform/ports/log';
import { FakeClock } from '../../../support/fakesClock';

describe('The deletion of old runs', () => {
  const clock = new FakeClock();
  const opened = new Emitter<Error | undefined>(() => undefined);
  const changes = new Emitter<LibraryChange>(() => undefined);
  let limits: RunRetention;
  let asked: RunRetention[];
  let subscription: { dispose(): void };
  const care = {
    deleteOldRuns: (retention: RunRetention) => {
      asked.push(retention);
      return Promise.resolve(1);
    },
  } as unknown as LibraryCare;

  beforeEach(() => {
    limits = { days: 30, count: 0 };
    asked = [];
    const events = { onDidChange: changes.event };
    const dependencies = { care, events, onDidOpen: opened.event, retention: () => limits, clock, log: nullLog };
    subscription = deleteOldRuns(dependencies);
  });
  afterEach(() => {
    subscription.dispose();
  });

  it('happens when the database has been opened, and when runs have ended, together', async () => {
    opened.fire(undefined);
    await clock.advance(10_000);
    assert.deepEqual(asked, [{ days: 30, count: 0 }]);
    for (const id of [1, 2, 3]) changes.fire([{ entity: 'run', action: 'changed', id }]);
    await clock.advance(10_000);
    assert.equal(asked.length, 2);
  });

  it('does not happen for what is no end of a run, nor when it cannot be opened', async () => {
    opened.fire(new Error('damaged'));
    changes.fire('everything');
    changes.fire([{ entity: 'run', action: 'deleted', id: 1 }]);
    changes.fire([{ entity: 'payload', action: 'changed', id: 1 }]);
    await clock.advance(10_000);
    assert.deepEqual(asked, []);
  });

  it('is off until a limit is set', async () => {
    limits = { days: 0, count: 0 };
    opened.fire(undefined);
    await clock.advance(10_000);
    assert.deepEqual(asked, []);
    limits = { days: 0, count: 100 };
    changes.fire([{ entity: 'run', action: 'changed', id: 1 }]);
    await clock.advance(10_000);
    assert.deepEqual(asked, [limits]);
  });
});
