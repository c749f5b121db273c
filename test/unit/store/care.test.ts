import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CareProgress } from '../../../src/extension/domain/ports/libraryCare';
import { restoreCopy } from '../../../src/extension/store/care/restoreCopy';
import type { Store } from '../../../src/extension/store/openStore';
import { chooseFile } from '../../../src/extension/store/sqlite/chooseFile';
import { nodeFileOperations } from '../../../src/extension/store/sqlite/fileOperations';
import { journalPathOf } from '../../../src/extension/store/sqlite/vfsDatabase';
import { rejectsWith } from './rejectsWith';
import { loadedSqlJs, queryFile, writeDatabase } from './sqlFile';
import { describeEachStorage, recordChanges, TestFolder } from './testStore';

/** How many blocks a database of some megabytes has: five times as long they do not fit into SQLite's cache. */
const LARGE = 400;
const LAST = `Block ${LARGE - 1}`;

const block = (title: string, content = '') => ({ title, content, tags: [], folderPath: '' });

describeEachStorage('Looking after a database', (storage) => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('Bücher & data', 'my library.db');
  });
  afterEach(() => folder.end());

  /** Other windows look again a quarter of a second later at the latest. */
  async function eventually(store: Store, expected: readonly string[]): Promise<void> {
    for (let left = 40; left > 0 && (await titles(store)).join() !== expected.join(); left -= 1) await delay(50);
    assert.deepEqual(await titles(store), expected);
  }
  const titles = async (store: Store) => (await store.blocks.summaries()).map(({ title }) => title).sort();
  const copiesFolder = () => folder.file('Bücher & data', 'backups');

  /** A database of some megabytes. */
  async function large(): Promise<Store> {
    const store = await folder.store(path);
    await store.database.runMany(
      'INSERT INTO blocks (title, content) VALUES (?, ?)',
      Array.from({ length: LARGE }, (_, index) => [`Block ${index}`, 'x'.repeat(10_000)]),
    );
    return store;
  }

  describe('copies it', () => {
    it('whole, with progress, and tells where', async () => {
      const store = await large();
      const progress: CareProgress[] = [];
      const copy = await store.care.backUp({ onProgress: (value) => progress.push(value) });
      assert.ok(copy);
      assert.deepEqual(readFileSync(copy.path), readFileSync(path));
      assert.equal(copy.size, readFileSync(path).length);
      assert.match(basename(copy.path), /^my library\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.manual\.db$/);
      assert.ok(progress.length > 3);
      assert.deepEqual(progress.at(-1), { done: copy.size, total: copy.size });
      const [listed, ...others] = await store.care.copies();
      assert.deepEqual(others, []);
      assert.equal(listed?.path, copy.path);
      assert.ok(Math.abs(listed.madeAt - Date.now()) < 60_000);
    });

    it('as of one moment while others write', async () => {
      const store = await large();
      const other = await folder.store(path);
      const progress = { over: false };
      const writing = (async () => {
        for (let count = 0; !progress.over; count += 1) {
          const writer = count % 2 === 0 ? store : other;
          // Both rows or neither, far from each other in the file.
          await writer.database.transaction(async (tx) => {
            await tx.run("UPDATE blocks SET content = ? WHERE title = 'Block 0'", [`${count}`]);
            await tx.run('UPDATE blocks SET content = ? WHERE title = ?', [`${count}`, LAST]);
          });
        }
      })();
      for (let round = 0; round < 3; round += 1) {
        const copy = await store.care.backUp();
        assert.ok(copy);
        const rows = await queryFile(copy.path, `SELECT content FROM blocks WHERE title IN ('Block 0', '${LAST}')`);
        assert.equal(rows.length, 2);
        assert.equal(rows[0]?.[0], rows[1]?.[0]);
        assert.deepEqual(await queryFile(copy.path, 'PRAGMA integrity_check'), [['ok']]);
        assert.deepEqual(await queryFile(copy.path, 'SELECT count(*) FROM blocks'), [[LARGE]]);
      }
      progress.over = true;
      await writing;
    });

    it('and waits for a transaction of its own that is open', async () => {
      const store = await large();
      let copied = false;
      await store.database.beginTransaction();
      // More than SQLite keeps in memory: uncommitted pages are in the file already.
      await store.database.run('UPDATE blocks SET content = content || content || content || content || content');
      const copying = store.care.backUp().then(() => {
        copied = true;
      });
      await delay(150);
      assert.equal(copied, false);
      await store.database.commitTransaction();
      await copying;
      const [copy] = await store.care.copies();
      assert.deepEqual(await queryFile(copy!.path, 'SELECT DISTINCT length(content) FROM blocks'), [[50_000]]);
    });

    it('and leaves nothing behind when it is cancelled', async () => {
      const store = await large();
      const controller = new AbortController();
      const cancelled = new Error('enough');
      const copying = store.care.backUp({
        signal: controller.signal,
        onProgress: () => {
          controller.abort(cancelled);
        },
      });
      await assert.rejects(copying, cancelled);
      assert.deepEqual(readdirSync(copiesFolder()), []);
      await store.blocks.create(block('works'));
    });

    it('not while there is none', async () => {
      const store = await folder.store(path);
      assert.equal(await store.care.backUp(), undefined);
      assert.equal(await store.care.backUpDaily(7), undefined);
      assert.equal(existsSync(path), false);
    });

    it('once a day, and keeps the newest of these copies', async () => {
      const store = await folder.store(path);
      await store.blocks.create(block('a'));
      assert.ok(await store.care.backUp());
      const first = await store.care.backUpDaily(2);
      assert.ok(first);
      assert.equal(await store.care.backUpDaily(2), undefined, 'the day is not over');
      const daysAgo = (days: number) =>
        `my library.${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19).replace(/:/g, '-')}Z.daily.db`;
      renameSync(first.path, join(copiesFolder(), daysAgo(1.01)));
      for (const days of [2, 3, 9]) writeFileSync(join(copiesFolder(), daysAgo(days)), 'old');
      writeFileSync(join(copiesFolder(), 'something else.db'), 'mine');
      assert.ok(await store.care.backUpDaily(2));
      const kinds = (await store.care.copies()).map(({ kind }) => kind).sort();
      assert.deepEqual(kinds, ['daily', 'daily', 'manual']);
      assert.ok(readdirSync(copiesFolder()).includes('something else.db'));
    });

    it('also when a clock that was wrong has made copies of tomorrow', async () => {
      const store = await folder.store(path);
      await store.blocks.create(block('a'));
      mkdirSync(copiesFolder());
      writeFileSync(join(copiesFolder(), 'my library.2999-01-01T00-00-00Z.daily.db'), '');
      assert.ok(await store.care.backUpDaily(7));
    });
  });

  describe('restores a copy', () => {
    it('and keeps what was there', async () => {
      const store = await folder.store(path);
      const other = await folder.store(path);
      await store.blocks.create(block('old'));
      const copy = await store.care.backUp();
      await other.blocks.create(block('new'));
      await eventually(store, ['new', 'old']);
      const changes = recordChanges(store);
      const kept = await store.care.restore(copy!.path);
      assert.deepEqual(await titles(store), ['old']);
      assert.ok(changes.includes('everything'));
      assert.equal(kept?.kind, 'before-restore');
      assert.deepEqual(await queryFile(kept.path, 'SELECT title FROM blocks ORDER BY title'), [['new'], ['old']]);
      await other.blocks.create(block('by another window'));
      await eventually(store, ['by another window', 'old']);
      await store.care.restore(kept.path);
      await eventually(other, ['new', 'old']);
    });

    it('in the place of a file that cannot be read, with its journal', async () => {
      const store = await folder.store(path);
      await store.blocks.create(block('good'));
      const copy = await store.care.backUp();
      await store.close();
      writeFileSync(path, 'spoilt '.repeat(1000));
      const journal = Buffer.from('d9d505f920a163d7ffff', 'hex');
      writeFileSync(journalPathOf(path), journal);
      const again = await folder.store(path);
      await rejectsWith('corrupt', again.blocks.summaries());
      assert.deepEqual(
        (await again.care.copies()).map(({ path: found }) => found),
        [copy!.path],
      );
      const kept = await again.care.restore(copy!.path);
      assert.deepEqual(await titles(again), ['good']);
      assert.match(readFileSync(kept!.path, 'utf8'), /^spoilt/);
      await again.blocks.create(block('next'));
      assert.deepEqual(await again.database.rows('PRAGMA integrity_check'), [['ok']]);
    });

    it('or leaves what was there whole, when the copy cannot take the place of what a process left half done', async () => {
      const store = await folder.store(path);
      await store.blocks.create(block('old'));
      const copy = await store.care.backUp();
      await store.close();
      // In the midst of a transaction, as a process leaves it that dies.
      let leave = (): void => undefined;
      const operations = {
        ...nodeFileOperations,
        fdatasyncSync: (handle: number) => {
          nodeFileOperations.fdatasyncSync(handle);
          if (!existsSync(journalPathOf(path))) return;
          const [content, journal] = [readFileSync(path), readFileSync(journalPathOf(path))];
          if (!content.includes('half done') || journal[0] === 0) return;
          leave = () => {
            writeFileSync(path, content);
            writeFileSync(journalPathOf(path), journal);
          };
        },
      };
      const loaded = await loadedSqlJs();
      const listener = { changedOutside: () => undefined, warn: () => undefined };
      const options = { path, lockTimeoutMs: 1000, session: 'test', listener };
      const { file, fallbackReason } = chooseFile(loaded, 'best', options, operations);
      assert.equal(fallbackReason, undefined);
      await file.open();
      await file.prepareWrite();
      file.begin().run("INSERT INTO blocks (title, content) VALUES ('half done', ?)", [['x'.repeat(20_000)]]);
      await file.commit();
      file.close();
      leave();
      const failing = {
        ...nodeFileOperations,
        renameSync: () => {
          throw Object.assign(new Error('rename fails'), { code: 'EIO' });
        },
      };
      const another = chooseFile(loaded, storage, options).file;
      await rejectsWith('failed', restoreCopy({ file: another, sqlJs: loaded.sqlJs }, copy!.path, failing));
      another.close();
      assert.deepEqual(await queryFile(path, 'SELECT title FROM blocks'), [['old']]);
      assert.deepEqual(await queryFile(path, 'PRAGMA integrity_check'), [['ok']]);
    });

    it('where there is nothing', async () => {
      const copy = folder.file('from elsewhere.db');
      const other = await folder.store(copy);
      await other.blocks.create(block('moved'));
      await other.close();
      const store = await folder.store(path);
      assert.equal(await store.care.restore(copy), undefined);
      assert.deepEqual(await titles(store), ['moved']);
    });

    it('only when it is sound, and one of this program', async () => {
      const store = await folder.store(path);
      await store.blocks.create(block('stays'));
      const file = folder.file('copy');
      writeFileSync(file, 'garbage '.repeat(200));
      await rejectsWith('corrupt', store.care.restore(file));
      await writeDatabase(file, 'CREATE TABLE moz_places (id INTEGER, url TEXT)');
      await rejectsWith('foreign', store.care.restore(file));
      writeFileSync(file, '');
      await rejectsWith('not-found', store.care.restore(file));
      await rejectsWith('not-found', store.care.restore(folder.file('nothing')));
      await rejectsWith('failed', store.care.restore(path));
      assert.deepEqual(await titles(store), ['stays']);
      assert.equal(existsSync(copiesFolder()), false, 'nothing was copied in vain');
    });
  });

  it('finds nothing wrong with a sound one, and what is wrong with another', async () => {
    const store = await large();
    const progress: CareProgress[] = [];
    assert.deepEqual(await store.care.check({ onProgress: (value) => progress.push(value) }), {
      faults: [],
      indexIsBroken: false,
    });
    assert.ok(progress.length > 3 && progress.every(({ done, total }) => done <= total));
    await store.close();
    const bytes = readFileSync(path);
    // An overflow page in the middle of a long text loses the link to the next one.
    const pages = Array.from({ length: bytes.length / 4096 }, (_, index) => index * 4096);
    const overflow = pages.find((at) => bytes.subarray(at + 4, at + 4096).every((byte) => byte === 0x78));
    assert.ok(overflow !== undefined);
    bytes.fill(0xff, overflow, overflow + 4);
    writeFileSync(path, bytes);
    const again = await folder.store(path);
    // The whole is read at once where it is stored as a whole, and refused then.
    const refused = { faults: ['refused'] };
    const { faults } = storage === 'best' ? await again.care.check() : await again.care.check().catch(() => refused);
    assert.ok(faults.length > 0);
  });

  for (const [what, sql] of Object.entries({
    'knows a word that no block has': "INSERT INTO blocks_full_text (docid, title) VALUES (900, 'nowhere')",
    'does not know the words of a block': 'DELETE FROM blocks_full_text_segdir',
    'cannot be read': "UPDATE blocks_full_text_segdir SET root = x'00ff'",
  })) {
    it(`tells of an index of words that ${what}, apart from other faults, and makes it anew`, async () => {
      const store = await folder.store(path);
      await store.blocks.create(block('candle'));
      await store.blocks.create(block('amber'));
      await store.database.run(sql);
      await store.close();
      const again = await folder.store(path);
      assert.deepEqual(await again.care.check(), { faults: [], indexIsBroken: true });
      await again.care.rebuildIndex();
      assert.deepEqual(await again.care.check(), { faults: [], indexIsBroken: false });
      assert.deepEqual(await again.blocks.searchText('amber'), [2]);
      assert.deepEqual(await again.blocks.searchText('nowhere'), []);
    });
  }

  it('gives free pages back, and another window goes on', async () => {
    const store = await large();
    const other = await folder.store(path);
    assert.equal((await titles(other)).length, LARGE);
    await store.database.run("DELETE FROM blocks WHERE title <> 'Block 7'");
    const { before, after } = await store.care.compact();
    assert.ok(before > 4_000_000 && after < 500_000, `${before} to ${after}`);
    assert.equal(readFileSync(path).length, after);
    await eventually(other, ['Block 7']);
    await other.blocks.create(block('more'));
    await eventually(store, ['Block 7', 'more']);
    assert.deepEqual(await store.database.rows('PRAGMA integrity_check'), [['ok']]);
    assert.deepEqual(await (await folder.store(folder.file('none.db'))).care.compact(), { before: 0, after: 0 });
  });

  it('says what it is, also where it cannot be read', async () => {
    const store = await folder.store(path);
    const nothing = await store.care.describe();
    assert.equal(nothing.size, undefined);
    assert.equal(nothing.content?.counts.blocks, 0);
    await store.blocks.create(block('one'));
    const { content, problem, ...place } = await store.care.describe();
    assert.deepEqual(place, {
      path,
      size: readFileSync(path).length,
      storage: storage === 'best' ? 'journaled' : 'whole-file',
    });
    assert.equal(problem, undefined);
    assert.deepEqual(content?.counts, { blocks: 1, payloads: 0, workflows: 0, runs: 0, responses: 0 });
    writeFileSync(path, 'spoilt '.repeat(1000));
    await store.reopen().catch(() => undefined);
    const spoilt = await store.care.describe();
    assert.equal(spoilt.content, undefined);
    assert.match(spoilt.problem?.message ?? '', /not an SQLite database/);
  });

  describe('deletes old runs', () => {
    async function withRuns(): Promise<Store> {
      const store = await folder.store(path);
      const runs: [number, string, number, number | null][] = [
        [1, 'completed', 40, null],
        [2, 'running', 40, 4],
        [3, 'failed', 20, null],
        [4, 'cancelled', 50, null],
        [5, 'queued', 90, null],
        [6, 'completed', 1, null],
        [7, 'interrupted', 0, null],
      ];
      await store.database.runMany(
        `INSERT INTO runs (id, status, completed_at, source_run_id, metadata) VALUES (?, ?, datetime('now', '-' || ? || ' days'), ?,
           json_object('owner', json(?)))`,
        runs.map((run) => [...run, JSON.stringify({ pid: process.pid, host: 'elsewhere', started: '' })]),
      );
      await store.database.run("INSERT INTO responses (run_id, content) VALUES (1, 'x'), (3, 'y')");
      return store;
    }
    const left = async (store: Store) => (await store.database.rows('SELECT id FROM runs ORDER BY id')).flat();

    it('by their age, never one that is going on or that it uses', async () => {
      const store = await withRuns();
      const changes = recordChanges(store);
      assert.equal(await store.care.deleteOldRuns({ days: 30, count: 0 }), 1);
      assert.deepEqual(await left(store), [2, 3, 4, 5, 6, 7]);
      assert.deepEqual(changes, [[{ entity: 'run', action: 'deleted', id: 1 }]]);
      assert.deepEqual((await store.database.rows('SELECT content FROM responses')).flat(), ['y']);
    });

    it('by their number', async () => {
      const store = await withRuns();
      assert.equal(await store.care.deleteOldRuns({ days: 0, count: 2 }), 2);
      assert.deepEqual(await left(store), [2, 4, 5, 6, 7]);
    });

    it('only when told to', async () => {
      const store = await withRuns();
      const changes = recordChanges(store);
      assert.equal(await store.care.deleteOldRuns({ days: 0, count: 0 }), 0);
      assert.equal(await store.care.deleteOldRuns({ days: 1000, count: 1000 }), 0);
      assert.equal((await left(store)).length, 7);
      assert.deepEqual(changes, []);
    });
  });
});
