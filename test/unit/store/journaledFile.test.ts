import assert from 'node:assert/strict';
import { existsSync, linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import { chooseFile } from '../../../src/extension/store/sqlite/chooseFile';
import type { DatabaseFile } from '../../../src/extension/store/sqlite/databaseFile';
import { nodeFileOperations, type FileOperations } from '../../../src/extension/store/sqlite/fileOperations';
import { JournaledFile } from '../../../src/extension/store/sqlite/journaledFile';
import type { LoadedSqlJs } from '../../../src/extension/store/sqlite/sqlJs';
import { journalPathOf } from '../../../src/extension/store/sqlite/vfsDatabase';
import { WholeFile } from '../../../src/extension/store/sqlite/wholeFile';
import { loadedSqlJs, queryFile } from './sqlFile';
import { TestFolder } from './testStore';

describe('JournaledFile', () => {
  let folder: TestFolder;
  let path: string;
  const files: DatabaseFile[] = [];
  beforeEach(async () => {
    folder = await TestFolder.make();
    path = folder.file('data', 'x.db');
  });
  afterEach(async () => {
    for (const file of files.splice(0)) file.close();
    await folder.end();
  });

  let changesOutside = 0;

  async function open(operations: FileOperations = nodeFileOperations, loaded?: LoadedSqlJs) {
    changesOutside = 0;
    const listener = { changedOutside: () => (changesOutside += 1), warn: () => undefined };
    const options = { path, lockTimeoutMs: 1000, session: 'test', listener };
    const chosen = chooseFile(loaded ?? (await loadedSqlJs()), 'best', options, operations);
    files.push(chosen.file);
    await chosen.file.open();
    return chosen;
  }

  async function insert(file: DatabaseFile, title: string, content = ''): Promise<void> {
    await file.prepareWrite();
    let over = false;
    try {
      file.begin().run('INSERT INTO blocks (title, content) VALUES (?, ?)', [[title, content]]);
      over = true;
      await file.commit();
    } finally {
      if (!over) file.rollback();
    }
  }

  const titles = (file: DatabaseFile) => file.reader().read('SELECT title FROM blocks ORDER BY id').rows.flat();

  it('is what the store uses where it works', async () => {
    const { file, fallbackReason } = await open();
    assert.equal(fallbackReason, undefined);
    assert.ok(file instanceof JournaledFile);
  });

  it('gives way to the whole file where the disk does not keep what is written', async () => {
    const forgetful = { ...nodeFileOperations, writeSync: (...values: unknown[]) => values[3] };
    const { file, fallbackReason } = await open(forgetful as unknown as FileOperations);
    assert.ok(file instanceof WholeFile);
    assert.ok(fallbackReason instanceof Error);
    await insert(file, 'kept');
    assert.deepEqual(await queryFile(path, 'SELECT title FROM blocks'), [['kept']]);
  });

  it('gives way to the whole file with a build of sql.js that it does not know', async () => {
    const { file, fallbackReason } = await open(nodeFileOperations, { ...(await loadedSqlJs()), wasm: undefined });
    assert.ok(file instanceof WholeFile);
    assert.match(String(fallbackReason), /memory/);
  });

  it('changes only a part of a large file', async () => {
    const { file } = await open();
    await insert(file, 'large', 'x'.repeat(2_000_000));
    let written = 0;
    const { writeSync } = nodeFileOperations;
    const counting = {
      ...nodeFileOperations,
      writeSync: (...values: Parameters<typeof writeSync>) => {
        const bytes = writeSync(...values);
        written += bytes;
        return bytes;
      },
    };
    file.close();
    const again = (await open(counting as FileOperations)).file;
    written = 0;
    await insert(again, 'small');
    assert.ok(written > 0 && written < 100_000, `${written} bytes were written`);
    assert.deepEqual(titles(again), ['large', 'small']);
  });

  it('acknowledges nothing that is not on disk, wherever the disk is full', async () => {
    const { file: first } = await open();
    await insert(first, 'kept');
    first.close();
    // Each round the disk is full at a later operation, until nothing needs it any more.
    for (let failAt = 1; ; failAt += 1) {
      let left = Infinity;
      const failing = { ...nodeFileOperations } as Record<string, unknown>;
      for (const name of ['writeSync', 'fdatasyncSync', 'ftruncateSync'] as const) {
        const original = nodeFileOperations[name] as (...values: unknown[]) => unknown;
        failing[name] = (...values: unknown[]): unknown => {
          left -= 1;
          if (left === 0) throw Object.assign(new Error('No space'), { code: 'ENOSPC' });
          return original(...values);
        };
      }
      const { file } = await open(failing as unknown as FileOperations);
      left = failAt;
      const before = titles(file);
      const title = `round ${failAt}`;
      const failed = await insert(file, title).then(
        () => false,
        (error: unknown) => {
          assert.ok(error instanceof StoreError && error.reason === 'full', String(error));
          return true;
        },
      );
      left = Infinity;
      const stands = titles(file).includes(title);
      assert.equal(stands, !failed);
      assert.deepEqual(titles(file), stands ? [...before, title] : before);
      await insert(file, 'later');
      file.close();
      await nextTurn();
      const again = (await open()).file;
      assert.deepEqual(titles(again), [...before, ...(stands ? [title] : []), 'later']);
      assert.equal(again.reader().value('PRAGMA integrity_check'), 'ok');
      again.close();
      if (!failed) {
        assert.ok(failAt > 5, 'several operations have failed');
        return;
      }
    }
  });

  it('keeps no journal of the name that other programs would play back, and none at all when closed', async () => {
    const { file } = await open();
    await insert(file, 'a');
    await insert(file, 'b');
    assert.equal(existsSync(`${path}-journal`), false);
    file.close();
    assert.deepEqual(readdirSync(folder.file('data')), ['x.db']);
  });

  it('can be read by any other program between transactions', async () => {
    const { file } = await open();
    for (const title of ['a', 'b', 'c']) {
      await insert(file, title);
      assert.equal((await queryFile(path, 'SELECT count(*) FROM blocks'))[0]?.[0], titles(file).length);
    }
    const counter = readFileSync(path).readUInt32BE(24);
    await insert(file, 'd');
    assert.equal(readFileSync(path).readUInt32BE(24), counter + 1, 'the change counter counts');
  });

  it('does not play the journal of a deleted file back into a new one', async () => {
    const { file } = await open();
    await insert(file, 'old');
    await insert(file, 'older');
    rmSync(path);
    await insert(file, 'new');
    assert.deepEqual(titles(file), ['new']);
  });

  it('opens, closes and measures no file for a transaction that follows another', async function () {
    if (process.platform === 'win32') this.skip();
    const calls: string[] = [];
    const { file } = await open(calling((name) => calls.push(name)));
    await insert(file, 'the file');
    await insert(file, 'the journal');
    calls.length = 0;
    await insert(file, 'after them');
    assert.deepEqual(
      calls.filter((name) => /fdatasync|^fsync/.test(name)),
      ['fdatasyncSync', 'fdatasyncSync', 'fdatasyncSync'],
      'the journal, the file, the end of the journal',
    );
    assert.deepEqual(
      calls.filter((name) => /open|close|fstat|truncate|unlink/.test(name)),
      [],
    );
  });

  it('makes a new journal when another window has removed the old one, and makes its name durable', async () => {
    const calls: string[] = [];
    const { file } = await open(calling((name) => calls.push(name)));
    await insert(file, 'a');
    await insert(file, 'b');
    const { ino } = statSync(journalPathOf(path));
    const { file: other } = await open();
    await insert(other, 'c');
    await nextTurn();
    // Another name keeps its number from being given to the next file.
    linkSync(journalPathOf(path), folder.file('data', 'other'));
    other.close();
    assert.equal(existsSync(journalPathOf(path)), false);
    calls.length = 0;
    await insert(file, 'd');
    assert.notEqual(statSync(journalPathOf(path)).ino, ino);
    assert.ok(process.platform === 'win32' || calls.includes('fsyncSync'), calls.join(' '));
    assert.deepEqual(titles(file), ['a', 'b', 'c', 'd']);
  });

  it('makes durable the name of a journal that it finds: whoever made it may have died before', async function () {
    if (process.platform === 'win32') this.skip();
    const { file: first } = await open();
    await insert(first, 'a');
    first.close();
    writeFileSync(journalPathOf(path), '');
    const calls: string[] = [];
    const { file } = await open(calling((name) => calls.push(name)));
    calls.length = 0;
    await insert(file, 'b');
    assert.ok(calls.indexOf('fsyncSync') > calls.indexOf('fdatasyncSync'), calls.join(' '));
    calls.length = 0;
    await insert(file, 'c');
    assert.ok(!calls.includes('fsyncSync'), 'once is enough');
  });

  it('tells of the change of another window also when SQLite has met it before', async () => {
    const { file: other } = await open();
    await insert(other, 'a');
    await nextTurn();
    const { file } = await open();
    for (let round = 1; round <= 3; round += 1) {
      await insert(file, 'own');
      titles(file);
      await nextTurn();
      await insert(other, 'of the other');
      changesOutside = 0;
      // So soon after the last look it is only SQLite itself that sees it.
      const seen = titles(file);
      await file.prepareWrite();
      file.endWrite();
      assert.equal(seen.length, 1 + 2 * round);
      assert.equal(changesOutside, 1, `in round ${round}`);
      await file.prepareWrite();
      file.endWrite();
      assert.equal(changesOutside, 1, 'and once');
    }
  });
});

/** Tells the name of each operation on the disk. */
function calling(tell: (name: string) => void): FileOperations {
  const operations: Record<string, unknown> = { ...nodeFileOperations };
  for (const [name, original] of Object.entries(nodeFileOperations)) {
    if (typeof original !== 'function') continue;
    operations[name] = (...values: unknown[]): unknown => {
      tell(name);
      return (original as (...values: unknown[]) => unknown)(...values);
    };
  }
  return operations as unknown as FileOperations;
}
