import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { latestVersion } from '../../../src/extension/store/migrations/migrate';
import { rejectsWith } from '../../unit/store/rejectsWith';
import { ORIGINAL_DATA, ORIGINAL_SCHEMA } from '../../unit/store/originalSchema';
import { queryFile, writeDatabase } from '../../unit/store/sqlFile';
import { describeEachStorage, TestFolder } from '../../unit/store/testStore';

describeEachStorage('A database of the original application', (storage) => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('llm.db');
    await writeDatabase(path, ORIGINAL_SCHEMA + ORIGINAL_DATA);
  });
  afterEach(() => folder.end());

  it('is taken over with everything in it', async () => {
    const { blocks, payloads, workflows, runs } = await folder.store(path);
    const [intro, task, loose] = await blocks.getMany([1, 2, 3]);
    assert.deepEqual(intro, {
      id: 1,
      title: 'Introduction',
      content: 'You are careful.',
      tags: ['intro', 'system'],
      folderPath: 'Phase 1/Instructions',
      size: 16,
      version: 1,
      contentChangedAt: Date.UTC(2024, 2, 2, 11, 22, 33),
      createdAt: '2024-03-01 10:00:00',
      updatedAt: '2024-03-02 11:22:33',
    });
    assert.equal(task?.folderPath, 'Phase 1');
    assert.deepEqual([loose?.content, loose?.tags, loose?.folderPath, loose?.size], ['', [], '', 0]);

    const [draft, outline] = await payloads.all();
    assert.deepEqual(
      [outline?.name, outline?.temperature, outline?.responseLength, outline?.port, outline?.modelFormat],
      ['Outline', 0, 300, 5002, 'mistral'],
    );
    assert.deepEqual(
      outline?.blocks.map(({ blockId }) => blockId),
      [1, 2, 1],
    );
    assert.equal(new Set(outline.blocks.map(({ id }) => id)).size, 3);
    assert.deepEqual(
      draft?.blocks.map(({ blockId, role, enabled }) => [blockId, role, enabled]),
      [[3, 'user', true]],
    );

    const [article] = await workflows.all();
    assert.deepEqual(
      article?.steps.map(({ payloadId }) => payloadId),
      [1, 2],
    );
    assert.equal(article.lastRunAt, '2024-03-04 08:00:00');

    const [second, first] = await runs.page(10);
    assert.deepEqual(
      [first?.status, first?.workflowName, first?.stepCount, first?.executionTimeMs],
      ['completed', 'Article', 2, 30_000],
    );
    assert.equal(second?.status, 'interrupted', 'nobody is running it any more');
    const responses = await runs.responses(1);
    assert.deepEqual(
      responses.map(({ payloadName, stepIndex, partial }) => [payloadName, stepIndex, partial]),
      [
        ['Outline', 0, false],
        ['Draft', 1, false],
        ['', 2, false],
      ],
    );
    assert.equal((await runs.response(2))?.content, 'Second');
  });

  it('is migrated once, after a copy of it has been kept', async () => {
    const before = readFileSync(path);
    await (await folder.store(path)).database.initialize();
    assert.deepEqual(readFileSync(`${path}.bak-v0`), before);
    assert.deepEqual(await queryFile(path, 'PRAGMA user_version'), [[latestVersion]]);
    await (await folder.store(path)).database.initialize();
    await folder.close();
    assert.deepEqual(readdirSync(folder.path).sort(), ['llm.db', 'llm.db.bak-v0']);
  });

  it('never overwrites an earlier copy', async () => {
    await (await folder.store(path)).database.initialize();
    const first = readFileSync(`${path}.bak-v0`);
    await writeDatabase(path, `${ORIGINAL_SCHEMA} INSERT INTO blocks (title) VALUES ('restored')`);
    const store = await folder.store(path);
    assert.equal((await store.blocks.summaries()).length, 1);
    assert.deepEqual(readFileSync(`${path}.bak-v0`), first);
    assert.equal((await queryFile(`${path}.bak-v0-2`, 'SELECT * FROM blocks')).length, 1);
  });

  it('is migrated by one of two windows that open it at the same time', async () => {
    const stores = [await folder.store(path), await folder.store(path)];
    const found = await Promise.all(stores.map(({ blocks }) => blocks.summaries()));
    assert.deepEqual(
      found.map(({ length }) => length),
      [3, 3],
    );
    await folder.close();
    assert.deepEqual(readdirSync(folder.path).sort(), ['llm.db', 'llm.db.bak-v0']);
  });

  it('can be read where it cannot be migrated on disk', async () => {
    chmodSync(path, 0o444);
    const before = readFileSync(path);
    const store = await folder.store(path);
    assert.equal((await store.blocks.summaries()).length, 3);
    await rejectsWith('read-only', store.blocks.createFolder('x'));
    await rejectsWith('read-only', store.database.checkAndMigrate());
    assert.deepEqual(readFileSync(path), before);
    chmodSync(path, 0o644);
    await store.blocks.createFolder('x');
    assert.deepEqual(readFileSync(`${path}.bak-v0`), before);
  });

  it('may hold tables of its own beside ours, and lack some of ours', async () => {
    await writeDatabase(
      path,
      `${ORIGINAL_SCHEMA} DROP TABLE responses; CREATE TABLE notes (a); INSERT INTO notes VALUES (7)`,
    );
    const store = await folder.store(path);
    assert.deepEqual(await store.runs.page(1), []);
    await store.blocks.createFolder('x');
    assert.deepEqual(await queryFile(path, 'SELECT a FROM notes'), [[7]]);
  });

  it('stays as it is when a migration fails', async () => {
    await writeDatabase(path, `${ORIGINAL_SCHEMA} CREATE TABLE folders (something_else)`);
    const before = readFileSync(path);
    const store = await folder.store(path);
    await rejectsWith('failed', store.blocks.summaries());
    assert.deepEqual(readFileSync(path), before);
    assert.deepEqual(readdirSync(folder.path), ['llm.db']);
  });
});
