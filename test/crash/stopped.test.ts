import assert from 'node:assert/strict';
import { readdirSync, utimesSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { rejectsWith } from '../unit/store/rejectsWith';
import { startStoreProcess } from '../unit/store/storeProcesses';
import { describeEachStorage, TestFolder, wasmPath } from '../unit/store/testStore';
import { startCrashProcess } from './crashProcesses';
import { openFile } from './openFile';
import { rounds } from './scale';
import { checkContent, Replay } from './transactions';

const block = { title: 'Mine', content: '', tags: [], folderPath: '' };

describeEachStorage('A window that is stopped', (storage) => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('stopped.db');
  });
  afterEach(() => folder.end());

  /** As if the machine had slept for years, or the clock had been set back by them. */
  function ageLocks(years = 1): void {
    for (const name of readdirSync(folder.path)) {
      if (/lock|owner/.test(name)) utimesSync(folder.file(name), 0, Date.now() / 1000 - years * 365 * 86_400);
    }
  }

  it('keeps what it holds however long, and the other one says who it waits for', async function () {
    this.timeout(60_000);
    const mine = await folder.store(path, { lockTimeoutMs: rounds(600, 4000) });
    const waits: (number | undefined)[] = [];
    mine.onWaiting((owner) => waits.push(owner?.pid));
    await mine.blocks.create(block);
    const other = await startStoreProcess(path, 'hold', 1, storage);
    await other.lines(1);
    other.child.kill('SIGSTOP');
    ageLocks();
    const error = await rejectsWith('busy', mine.blocks.create(block));
    assert.match(error.message, new RegExp(`process ${String(other.child.pid)} on`));
    assert.deepEqual(waits, [other.child.pid, undefined], 'it is told while one waits, and when that is over');
    assert.equal((await mine.blocks.summaries()).length, 1, 'reading goes on');
    ageLocks(-10);
    await rejectsWith('busy', mine.blocks.create(block));
    other.child.kill('SIGKILL');
    await other.output;
    await mine.blocks.create(block);
    assert.deepEqual(await mine.database.rows('PRAGMA integrity_check'), [['ok']]);
    assert.equal((await mine.blocks.summaries()).length, 2, 'what it had not committed is gone');
  });

  it('longer than it would have waited takes its turn when it goes on', async function () {
    this.timeout(60_000);
    const mine = await folder.store(path);
    await mine.blocks.create(block);
    const patience = rounds(1000, 2000);
    const other = await startStoreProcess(path, 'increment', 1_000_000, storage, {}, patience);
    await other.lines(2);
    await mine.database.beginTransaction();
    // It waits for this transaction now, and sleeps past the end of its patience.
    const before = other.soFar();
    await delay(100);
    other.child.kill('SIGSTOP');
    await untilStopped(other.child.pid!);
    await delay(patience * 1.25);
    await mine.database.run("UPDATE blocks SET tags = 'changed'");
    await mine.database.commitTransaction();
    other.child.kill('SIGCONT');
    await other.lines(before.split('\n').length + 1);
    other.child.kill('SIGKILL');
    const numbers = (await other.output).split('\n').slice(0, -1).map(Number);
    assert.ok(numbers.length > before.split('\n').length, 'it went on counting');
    assert.deepEqual(await mine.database.rows('PRAGMA integrity_check'), [['ok']]);
  });

  it('in the middle of a commit is waited for, and finishes it when it goes on', async function () {
    this.timeout(60_000);
    // The other way of storing has no moment at which the file is neither old nor new.
    if (storage === 'whole-file') this.skip();
    const seed = 3;
    const first = await startCrashProcess({ path, storage, seed, most: 3 });
    await first.ended;
    let stoppedInCommit = 0;
    let position = 3;
    // The journal, its name, the file, the end of the journal.
    for (let crashAt = 1; crashAt <= 4; crashAt += 1) {
      const stop = { crashAt, only: /sync/, signal: 'SIGSTOP', most: 1 } as const;
      const other = await startCrashProcess({ path, storage, seed, ...stop });
      await untilStopped(other.child.pid!);
      ageLocks();
      const mine = await folder.store(path, { lockTimeoutMs: 100 });
      if (readdirSync(folder.path).includes('stopped.db.access-lock')) {
        await rejectsWith('busy', mine.blocks.summaries());
        stoppedInCommit += 1;
      } else assert.ok((await mine.blocks.summaries()).length > 0);
      await rejectsWith('busy', mine.blocks.create(block));
      await mine.close();
      other.child.kill('SIGCONT');
      await other.ended;
      position += 1;
      assert.deepEqual(other.acknowledged(), [position]);
    }
    assert.ok(stoppedInCommit > 0, 'some were stopped while they changed the file');
    const file = await openFile(path, wasmPath, storage);
    checkContent(file.reader(), new Replay(seed), position, position);
    file.close();
  });
});

/** Waits until a process is stopped, as /proc says; elsewhere a moment. */
async function untilStopped(pid: number): Promise<void> {
  for (;;) {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
    if (stat === undefined) return delay(500);
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')) return;
    await delay(10);
  }
}
