import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import type { DatabaseFile } from '../../../src/extension/store/sqlite/databaseFile';
import { nodeFileOperations, type FileOperations } from '../../../src/extension/store/sqlite/fileOperations';
import { FileVfs } from '../../../src/extension/store/sqlite/fileVfs';
import { JournaledFile } from '../../../src/extension/store/sqlite/journaledFile';
import { replaceFile } from '../../../src/extension/store/sqlite/replaceFile';
import { WholeFile } from '../../../src/extension/store/sqlite/wholeFile';
import { FailingDisk } from './failingDisk';
import { loadedSqlJs } from './sqlFile';
import { describeEachStorage, TestFolder } from './testStore';

/** How often the disk fails from the first failure on, and with which error. */
const FAILURES = [
  { times: 1, code: 'EIO' },
  { times: Infinity, code: 'EIO' },
  { times: Infinity, code: 'ENOSPC' },
] as const;

describeEachStorage('A disk that fails', (storage) => {
  let folder: TestFolder;
  let path: string;
  let told: number;
  const files: DatabaseFile[] = [];
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('x.db');
    told = 0;
  });
  afterEach(async () => {
    for (const file of files.splice(0)) file.close();
    await folder.end();
  });

  async function open(operations: FileOperations): Promise<DatabaseFile> {
    const loaded = await loadedSqlJs();
    const listener = { changedOutside: () => (told += 1), warn: () => undefined };
    const options = { path, lockTimeoutMs: 1000, session: 'test', listener, sqlJs: loaded.sqlJs };
    vfs ??= new FileVfs(loaded);
    const file =
      storage === 'whole-file'
        ? new WholeFile({ ...options, replace: (target, bytes) => replaceFile(target, bytes, operations) })
        : new JournaledFile({ ...options, vfs, operations });
    files.push(file);
    await file.open();
    return file;
  }

  async function insert(file: DatabaseFile, title: string): Promise<void> {
    await file.prepareWrite();
    let begun = false;
    try {
      const connection = file.begin();
      begun = true;
      connection.run('INSERT INTO blocks (title, content) VALUES (?, ?)', [[title, 'x'.repeat(9000)]]);
    } catch (error) {
      if (begun) file.rollback();
      throw error;
    }
    await file.commit();
  }

  /** Afterwards the other window, which is in the same thread here, may read. */
  async function titles(file: DatabaseFile): Promise<unknown[]> {
    const found = file.reader().read('SELECT title FROM blocks ORDER BY id').rows.flat();
    await nextTurn();
    return found;
  }

  for (const { times, code } of FAILURES) {
    for (const first of [true, false]) {
      const what = first ? 'the first transaction of a new database' : 'a transaction';
      it(`never lies about ${what}, failing ${times} times with ${code} at any operation`, async function () {
        this.timeout(120_000);
        const outcomes = new Set<string>();
        const template = folder.file('template.db');
        path = template;
        if (!first) await insert(await open(nodeFileOperations), 'before');
        for (const each of files.splice(0)) each.close();
        for (let succeeding = 0; ; succeeding += 1) {
          path = folder.file(`${succeeding}.db`);
          if (!first) copyFileSync(template, path);
          const disk = new FailingDisk(code);
          const file = await open(disk.operations);
          const before = first ? [] : ['before'];
          told = 0;
          disk.arm(succeeding, times);
          const error = await insert(file, 'change').then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          const { hasFailed } = disk;
          disk.heal();
          await nextTurn();
          // What another window finds, after this one has died or lives on.
          const found = await titles(await open(nodeFileOperations));
          const stands = found.includes('change');
          assert.deepEqual(found, stands ? [...before, 'change'] : before, `after ${succeeding} operations`);
          const seen = await titles(file);
          assert.deepEqual(seen, found, `after ${succeeding} operations this window sees something else`);
          if (error === undefined) assert.ok(stands, `after ${succeeding} operations: acknowledged and lost`);
          else {
            assert.ok(error instanceof StoreError);
            if (error.reason === 'unconfirmed') assert.ok(told > 0, 'views have to look again');
            else assert.ok(!stands, `after ${succeeding} operations: ${error.message}, and yet it stands`);
          }
          outcomes.add(error instanceof StoreError ? error.reason : 'success');
          await insert(file, 'later');
          assert.deepEqual(await titles(file), [...found, 'later']);
          assert.equal(file.reader().read('PRAGMA integrity_check').rows[0]?.[0], 'ok');
          for (const each of files.splice(0)) each.close();
          if (!hasFailed) break;
        }
        assert.ok(outcomes.has('success') && outcomes.size > 1, [...outcomes].join(', '));
      });
    }
  }
});

let vfs: FileVfs | undefined;
