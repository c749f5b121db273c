import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { FileLock, freeAbandonedLocks, lockPathOf } from '../../../src/extension/store/sqlite/fileLock';
import { LockOwner } from '../../../src/extension/store/sqlite/lockOwner';
import { livenessOf, thisProcess } from '../../../src/extension/store/sqlite/processIdentity';
import { rejectsWith } from './rejectsWith';
import { TestFolder } from './testStore';

describe('FileLock', () => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make();
    path = lockPathOf(folder.file('x.db'));
  });
  const owners: LockOwner[] = [];
  const makeLock = (timeoutMs: number, session: string) => {
    const owner = new LockOwner(folder.file('x.db'), session);
    owners.push(owner);
    return new FileLock(path, owner, timeoutMs);
  };
  const closeOwners = () => {
    for (const owner of owners.splice(0)) owner.close();
  };
  afterEach(() => {
    closeOwners();
    return folder.end();
  });

  const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;
  const write = (content: object) => {
    writeFileSync(path, JSON.stringify(content));
  };

  it('is held by one at a time, and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const lock = makeLock(10_000, `s${index}`);
        await lock.acquire();
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inside -= 1;
        lock.release();
      }),
    );
    assert.equal(most, 1);
    closeOwners();
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('is stolen from a process that is dead, by one only', async () => {
    write({ pid: deadPid(), host: hostname(), started: '' });
    const locks = Array.from({ length: 5 }, (_, index) => makeLock(150, `s${index}`));
    const results = await Promise.allSettled(locks.map((lock) => lock.acquire()));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const lock of locks) lock.release();
    assert.equal(existsSync(path), false);
  });

  it('is stolen from an earlier process with the number of a living one', async function () {
    if (process.platform !== 'linux') this.skip();
    write({ ...thisProcess(), started: 'another-boot/1' });
    await makeLock(100, 's').acquire();
  });

  it('is never taken from a living process or another machine, however old it is', async () => {
    for (const owner of [thisProcess(), { pid: deadPid(), host: 'another-machine', started: '' }]) {
      write(owner);
      await rejectsWith('busy', makeLock(50, 's').acquire());
      assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), owner);
    }
  });

  it('is not taken while its file says nothing', async () => {
    writeFileSync(path, '');
    await rejectsWith('busy', makeLock(50, 's').acquire());
  });

  it('survives a process that died while it stole', async () => {
    write({ pid: deadPid(), host: hostname(), started: '' });
    writeFileSync(`${path}.steal`, JSON.stringify({ pid: deadPid(), host: hostname(), started: '' }));
    const lock = makeLock(5000, 's');
    await lock.acquire();
    lock.release();
    closeOwners();
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('releases only what it holds', async () => {
    const lock = makeLock(100, 's');
    await lock.acquire();
    rmSync(path);
    write({ ...thisProcess(), id: 'of somebody else' });
    lock.release();
    assert.equal(existsSync(path), true);
    lock.release();
  });

  it('is freed when the worker that held it has died', async () => {
    await makeLock(100, 'dead worker').acquire();
    await freeAbandonedLocks(folder.file('x.db'), 'another worker');
    assert.equal(existsSync(path), true);
    await freeAbandonedLocks(folder.file('x.db'), 'dead worker');
    assert.equal(existsSync(path), false);
  });

  it('knows the living from the dead', () => {
    assert.equal(livenessOf(thisProcess()), 'alive');
    assert.equal(livenessOf({ pid: deadPid(), host: hostname(), started: '' }), 'dead');
    assert.equal(livenessOf({ ...thisProcess(), host: 'another-machine' }), 'unknown');
  });
});
