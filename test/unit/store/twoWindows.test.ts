import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Store } from '../../../src/extension/store/openStore';
import { rejectsWith } from './rejectsWith';
import { queryFile, writeDatabase } from './sqlFile';
import { startStoreProcess } from './storeProcesses';
import { describeEachStorage, recordChanges, TestFolder } from './testStore';

const block = (title: string) => ({ title, content: '', tags: [], folderPath: '' });

describeEachStorage('Two windows on one database', (storage) => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('data', 'llm.db');
  });
  afterEach(() => folder.end());

  const titlesIn = async (store: Store) => (await store.blocks.summaries()).map(({ title }) => title).sort();
  const counter = async () => (await queryFile(path, "SELECT content FROM blocks WHERE title = 'counter'"))[0]?.[0];

  it('see each other’s changes before they write', async () => {
    const [a, b] = [await folder.store(path), await folder.store(path)];
    assert.deepEqual(await titlesIn(b), []);
    await a.blocks.create(block('by a'));
    await b.blocks.create(block('by b'));
    await a.blocks.create(block('by a again'));
    assert.deepEqual(await titlesIn(a), ['by a', 'by a again', 'by b']);
  });

  it('lose nothing when they count at the same time', async () => {
    const stores = [await folder.store(path), await folder.store(path)];
    const increment = ({ database }: Store) =>
      database.transaction(async (tx) => {
        const [row] = await tx.rows("SELECT content FROM blocks WHERE title = 'counter'");
        const next = Number(row?.[0] ?? 0) + 1;
        await tx.run('DELETE FROM blocks');
        await tx.run("INSERT INTO blocks (title, content) VALUES ('counter', ?)", [next]);
      });
    await Promise.all(
      stores.map(async (store) => {
        for (let done = 0; done < 25; done += 1) await increment(store);
      }),
    );
    assert.equal(await counter(), '50');
  });

  it('lose nothing as processes, and leave no files behind', async function () {
    this.timeout(60_000);
    const windows = await Promise.all([25, 25].map((count) => startStoreProcess(path, 'increment', count, storage)));
    const outputs = await Promise.all(windows.map(({ output }) => output));
    const numbers = outputs.flatMap((output) => output.trim().split('\n').map(Number)).sort((x, y) => x - y);
    assert.deepEqual(
      numbers,
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    assert.equal(await counter(), '50');
    assert.deepEqual(readdirSync(folder.file('data')), ['llm.db']);
  });

  it('keep every acknowledged change when one is killed while it writes', async function () {
    this.timeout(60_000);
    for (let round = 1; round <= 4; round += 1) {
      const before = Number((existsSync(path) && (await counter())) ?? 0);
      const window = await startStoreProcess(path, 'increment', 100_000, storage);
      await window.lines(round);
      window.child.kill('SIGKILL');
      const acknowledged = (await window.output).split('\n').slice(0, -1).map(Number);
      const store = await folder.store(path);
      const [row] = await store.database.rows("SELECT content FROM blocks WHERE title = 'counter'");
      const stored = Number(row?.[0]);
      const last = acknowledged.at(-1) ?? before;
      // The commit that was under way may have reached the disk without being acknowledged.
      assert.ok(stored === last || stored === last + 1, `stored ${stored}, acknowledged ${last}`);
      assert.deepEqual(await store.database.rows('PRAGMA integrity_check'), [['ok']]);
      // The dead one's lock and drafts are in nobody's way.
      await store.database.run('UPDATE blocks SET tags = ?', [String(round)]);
      assert.deepEqual(
        readdirSync(folder.file('data')).filter((name) => /draft|steal/.test(name) || name.endsWith('.write-lock')),
        [],
      );
      await store.close();
    }
  });

  it('wait for each other without blocking, and say so after the time limit', async () => {
    const mine = await folder.store(path, { lockTimeoutMs: 200 });
    await mine.blocks.create(block('mine'));
    const other = await startStoreProcess(path, 'hold', 1, storage);
    await other.lines(1);
    const writing = rejectsWith('busy', mine.blocks.create(block('refused')));
    // Reading goes on meanwhile.
    assert.deepEqual(await titlesIn(mine), ['mine']);
    assert.match((await writing).message, new RegExp(`process ${String(other.child.pid)} on`));
    other.child.kill('SIGKILL');
    await other.output;
    await mine.blocks.create(block('after'));
    assert.deepEqual(await titlesIn(mine), ['after', 'mine']);
  });

  it('tell that the other one has changed something', async () => {
    const [a, b] = [await folder.store(path), await folder.store(path)];
    assert.deepEqual(await titlesIn(a), []);
    const changes = recordChanges(a);
    const told = new Promise<unknown>((resolve) => a.events.onDidChange(resolve));
    // Not even the folder is there yet.
    await b.blocks.create(block('first'));
    assert.equal(await told, 'everything');
    assert.deepEqual(await titlesIn(a), ['first']);
    const toldAgain = new Promise<unknown>((resolve) => a.events.onDidChange(resolve));
    await b.blocks.create(block('second'));
    assert.equal(await toldAgain, 'everything');
    assert.deepEqual(await titlesIn(a), ['first', 'second']);
    changes.length = 0;
    await a.blocks.create(block('own'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(
      changes.filter((change) => change === 'everything'),
      [],
      'its own commit is no news',
    );
  });

  it('hear of a good file after a bad one has been refused', async () => {
    const bad = folder.file('bad.db');
    writeFileSync(bad, 'garbage '.repeat(500));
    const store = await folder.store(bad);
    await rejectsWith('corrupt', store.blocks.summaries());
    const told = new Promise<unknown>((resolve) => store.events.onDidChange(resolve));
    rmSync(bad);
    assert.equal(await told, 'everything');
    assert.deepEqual(await titlesIn(store), []);
  });

  it('notice a file that is deleted, replaced or spoilt while it is open', async () => {
    const store = await folder.store(path);
    await store.blocks.create(block('old'));
    const gone: string[] = [];
    store.onGone((removed) => gone.push(removed));
    const next = () => new Promise<unknown>((resolve) => store.events.onDidChange(resolve));
    let told = next();
    rmSync(path);
    assert.equal(await told, 'everything');
    assert.deepEqual(await titlesIn(store), []);
    assert.deepEqual(gone, [path], 'told once');
    told = next();
    writeFileSync(path, 'spoilt '.repeat(500));
    assert.equal(await told, 'everything');
    await rejectsWith('corrupt', store.blocks.summaries());
    await rejectsWith('corrupt', store.blocks.create(block('x')));
    const changes = recordChanges(store);
    for (let attempt = 0; attempt < 5; attempt += 1) await rejectsWith('corrupt', store.blocks.summaries());
    assert.deepEqual(changes, [], 'views that read again because of an event must not cause another');
    told = next();
    await writeDatabase(path, 'CREATE TABLE other (a)');
    await told;
    await rejectsWith('foreign', store.blocks.summaries());
    rmSync(path);
    await store.blocks.create(block('new'));
    assert.deepEqual(await titlesIn(store), ['new']);
  });
});
