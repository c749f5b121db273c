import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../../src/extension/domain/ports/storeError';
import { journalPathOf } from '../../src/extension/store/sqlite/vfsDatabase';
import { TransactionTurns } from '../../src/extension/store/transactionTurns';
import { FailingDisk } from '../unit/store/failingDisk';
import { describeEachStorage, TestFolder, wasmPath } from '../unit/store/testStore';
import { BriefWriters, checkWriters, countIn, fateOf, WRITERS, type Positions } from './briefWriters';
import { startCrashProcess } from './crashProcesses';
import { openFile } from './openFile';
import { diskAfterPowerCut, Recorder } from './powerCut';
import { seededRandom } from './random';
import { rounds } from './scale';

const NOTHING: Positions = Array.from({ length: WRITERS }, () => 0);

describeEachStorage('Several that write brief transactions', (storage) => {
  it('lose nothing that was acknowledged when they are killed, and no part of what belongs together', async function () {
    this.timeout(1_200_000);
    const folder = await TestFolder.make();
    try {
      const path = folder.file('killed.db');
      const seed = 19;
      const random = seededRandom(23);
      let positions = NOTHING;
      let count = 0;
      let together = 0;
      // A whole file is written by other means: there the time decides.
      const inOperations = storage === 'best';
      for (let round = 0; round < (inOperations ? rounds(5, 150) : rounds(3, 40)); round += 1) {
        const crashAt = inOperations && round % 3 > 0 ? 1 + Math.floor(random() * 120) : 0;
        const running = await startCrashProcess({ path, storage, seed, crashAt }, 'briefProcess');
        if (crashAt === 0) {
          await running.hasDone(12);
          await delay(random() * 60);
          running.child.kill('SIGKILL');
        }
        await running.ended;
        const { acknowledged, ends } = read(running.lines(), seed, positions);
        const file = await openFile(path, wasmPath, storage);
        try {
          positions = checkWriters(file.reader(), seed, acknowledged);
          const before = count;
          count = countIn(file.reader());
          assert.ok(count === before || ends.includes(count), `${count} are there, between ${ends.join(', ')}`);
          together += ends.filter((end, index) => end - (ends[index - 1] ?? before) > 1).length;
        } finally {
          file.close();
        }
      }
      assert.ok(together > 0, 'some were written together');
    } finally {
      await folder.end();
    }
  });
});

/** What a process said: each transaction once and in order, and none that was to fail. */
function read(
  lines: readonly string[],
  seed: number,
  from: Positions,
): { readonly acknowledged: Positions; readonly ends: readonly number[] } {
  const acknowledged = [...from];
  const ends: number[] = [];
  for (const line of lines) {
    const [who, what] = line.split(' ');
    const number = Number(what);
    if (who === 'group') {
      ends.push(number);
      continue;
    }
    const writer = Number(who);
    assert.ok(number > (acknowledged[writer] ?? 0), `${line} after ${acknowledged[writer]}`);
    assert.equal(fateOf(seed, writer, number), 'kept', line);
    acknowledged[writer] = number;
  }
  return { acknowledged, ends };
}

describe('A power cut while brief transactions are written together', () => {
  it('leaves all that belongs together or nothing of it, and all that was acknowledged', async function () {
    this.timeout(1_200_000);
    const random = seededRandom(29);
    const CUTS = 50;
    for (let states = 0, seed = 1; states < rounds(100, 1000); states += CUTS, seed += 1) {
      const folder = await TestFolder.make();
      try {
        await cutRepeatedly(folder, seed, CUTS, random);
      } finally {
        await folder.end();
      }
    }
  });
});

async function cutRepeatedly(folder: TestFolder, seed: number, cuts: number, random: () => number): Promise<void> {
  const path = folder.file('cut.db');
  const recorder = new Recorder(folder.path);
  const file = await openFile(path, wasmPath, 'best', recorder.operations);
  const writers = new BriefWriters(file, seed);
  // The first ones make the file, all at once.
  const reached = [...NOTHING];
  await writers.run(NOTHING, 2, (writer, number) => {
    reached[writer] = number;
  });
  const journal = journalPathOf(path);
  const before = new Map([path, journal].map((name) => [name, readFileSync(name)]));
  recorder.trace.length = 0;
  const kept = [...reached];
  /** What was acknowledged after how many operations. */
  const acknowledged: { readonly at: number; readonly writer: number; readonly number: number }[] = [];
  await writers.run([2, 2, 2, 2, 2, 2], 5, (writer, number) => {
    acknowledged.push({ at: recorder.trace.length, writer, number });
  });
  file.close();
  const ends = new Set(writers.ends);
  assert.ok(ends.size < acknowledged.length, 'some were written together');
  const last = acknowledged.at(-1)?.at ?? 0;
  for (let round = 0; round < cuts; round += 1) {
    const cut = Math.floor(random() * (last + 1));
    const disk = diskAfterPowerCut(before, recorder.trace, cut, random);
    for (const [name, bytes] of disk) writeFileSync(name, bytes);
    const positions = [...kept];
    for (const { at, writer, number } of acknowledged) if (at <= cut) positions[writer] = number;
    const after = await openFile(path, wasmPath, 'best');
    try {
      checkWriters(after.reader(), seed, positions);
      const count = countIn(after.reader());
      assert.ok(ends.has(count), `${count} are there, between ${[...ends].join(', ')}`);
    } finally {
      after.close();
    }
  }
}

describe('A disk that is full while brief transactions are written together', () => {
  const TITLES = ['a', 'b', 'c', 'd', 'e'];
  /** This one breaks a rule, and says so whatever the disk does. */
  const REFUSED = 'c';

  for (const spilling of [false, true]) {
    const when = spilling ? 'before they end' : 'when they end';
    it(`is told to each of them, and leaves of none a part, at any operation, if it is written to ${when}`, async function () {
      this.timeout(600_000);
      const outcomes = new Set<string>();
      for (let succeeding = 0, isOver = false; !isOver; succeeding += rounds(7, 1)) {
        const folder = await TestFolder.make();
        try {
          const disk = new FailingDisk('ENOSPC');
          const path = folder.file('full.db');
          const file = await openFile(path, wasmPath, 'best', disk.operations);
          const turns = new TransactionTurns(() => file);
          let last = 0;
          const write = async (title: string): Promise<void> => {
            last += 1;
            const id = last;
            await turns.begin(id, true);
            try {
              turns.statement(id, (connection) => {
                connection.run('INSERT INTO blocks (title, content) VALUES (?, ?)', [[title, 'x'.repeat(90_000)]]);
                if (title === REFUSED) connection.run('INSERT INTO payload_blocks (payload_id) VALUES (-1)', [[]]);
              });
            } catch (error) {
              await turns.rollback(id);
              throw error;
            }
            await turns.commit(id);
          };
          await write('before');
          // With a small cache SQLite writes pages before the end of the transaction.
          if (spilling) file.reader().execute('PRAGMA cache_size = 5');
          disk.arm(succeeding, Infinity);
          const ends = await Promise.allSettled(TITLES.map(write));
          isOver = !disk.hasFailed;
          disk.heal();
          const reasons = ends.map(reasonOf);
          outcomes.add(reasons.join(' '));
          const other = await openFile(path, wasmPath, 'best');
          const found = other.reader().query('SELECT title FROM blocks ORDER BY id').rows.flat();
          assert.deepEqual(other.reader().query('PRAGMA integrity_check').rows, [['ok']]);
          other.close();
          const what = `after ${succeeding} operations: ${reasons.join(' ')}, ${found.join(' ')}`;
          // Whoever is told that it is not known may find it there, but then with what belongs together with it.
          const isThere = ends.map((end, index) => {
            const open =
              end.status === 'rejected' && reasons[index] === 'unconfirmed' ? (end.reason as unknown) : undefined;
            const first = ends.findIndex((other) => other.status === 'rejected' && other.reason === open);
            return open === undefined ? end.status === 'fulfilled' : found.includes(TITLES[first] ?? '');
          });
          assert.deepEqual(found, ['before', ...TITLES.filter((_, index) => isThere[index])], what);
          for (const [index, reason] of reasons.entries()) {
            const allowed = TITLES[index] === REFUSED ? ['constraint', 'full'] : ['stored', 'full', 'unconfirmed'];
            assert.ok(allowed.includes(reason), what);
          }
          await write('later');
          assert.deepEqual(file.reader().query('SELECT title FROM blocks ORDER BY id').rows.flat(), [
            ...found,
            'later',
          ]);
          file.close();
        } finally {
          await folder.end();
        }
      }
      for (const outcome of ['full full full full full', 'stored stored constraint stored stored']) {
        assert.ok(outcomes.has(outcome), [...outcomes].join(', '));
      }
      const together = /^full full constraint full full|^unconfirmed unconfirmed/;
      assert.ok(
        [...outcomes].some((outcome) => together.test(outcome)),
        [...outcomes].join(', '),
      );
    });
  }
});

function reasonOf(end: PromiseSettledResult<void>): string {
  if (end.status === 'fulfilled') return 'stored';
  return end.reason instanceof StoreError ? end.reason.reason : String(end.reason);
}
