import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { DatabaseLock } from '../../../src/extension/store/sqlite/databaseLock';
import { readRollback, rolledBack } from '../../../src/extension/store/sqlite/rollbackJournal';
import { journalPathOf } from '../../../src/extension/store/sqlite/vfsDatabase';
import { rejectsWith } from './rejectsWith';
import { describeEachStorage, TestFolder } from './testStore';

const PAGE = 512;

/** A journal as SQLite writes it: a header that fills its sector, then the records. */
function journalOf(pages: ReadonlyMap<number, Uint8Array>, originalPages = pages.size, count = pages.size): Buffer {
  const [nonce, sector, size] = [12_345, 512, pages.get(1)?.length ?? PAGE];
  const journal = Buffer.alloc(sector + pages.size * (size + 8));
  journal.set(Buffer.from('d9d505f920a163d7', 'hex'));
  for (const [index, value] of [count, nonce, originalPages, sector, size].entries()) {
    journal.writeUInt32BE(value, 8 + 4 * index);
  }
  let at = sector;
  for (const [number, content] of pages) {
    let sum = nonce;
    for (let place = size - 200; place > 0; place -= 200) sum += content[place]!;
    journal.writeUInt32BE(number, at);
    journal.set(content, at + 4);
    journal.writeUInt32BE(sum, at + 4 + size);
    at += size + 8;
  }
  return journal;
}

const page = (fill: number): Uint8Array => new Uint8Array(PAGE).fill(fill);

describe('A rollback journal', () => {
  it('brings a database back whatever was written over it', () => {
    const content = fc.uint8Array({ minLength: PAGE * 4, maxLength: PAGE * 4 });
    const changed = fc.uint8Array({ minLength: PAGE, maxLength: PAGE * 6 });
    fc.assert(
      fc.property(content, changed, (before, after) => {
        const pages = new Map([1, 2, 3, 4].map((number) => [number, before.slice((number - 1) * PAGE, number * PAGE)]));
        const rollback = readRollback(journalOf(pages, 4));
        assert.ok(rollback);
        assert.deepEqual(rolledBack(after, rollback), before);
      }),
    );
  });

  it('is read without failing whatever it holds', () => {
    const header = journalOf(new Map([[1, page(1)]]), 1);
    const any = fc.uint8Array({ maxLength: 2000 });
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 28 }), (bytes, kept) => {
        const journal = Uint8Array.of(...header.subarray(0, kept), ...bytes);
        const rollback = readRollback(journal);
        assert.ok(
          rollback === undefined || rollback.pages.every(({ content }) => content.length === rollback.pageSize),
        );
      }),
    );
  });

  it('ends at the first record that did not become durable', () => {
    const pages = new Map([
      [1, page(1)],
      [2, page(2)],
    ]);
    const torn = journalOf(pages, 2);
    torn[512 + PAGE + 8 + 4 + (PAGE - 200)]! ^= 1;
    assert.deepEqual(
      readRollback(torn)?.pages.map(({ offset }) => offset),
      [0],
    );
    assert.deepEqual(readRollback(journalOf(pages, 2, 0))?.pages, [], 'none is counted before it is durable');
    assert.equal(readRollback(journalOf(pages, 2).fill(0, 0, 28)), undefined, 'the transaction is over');
  });
});

describeEachStorage('A journal that a dead process has left', (storage) => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('some.db');
  });
  afterEach(() => folder.end());

  /** A database whose second half is spoilt, with the journal that undoes this. */
  async function spoil(): Promise<Buffer> {
    const store = await folder.store(path);
    await store.blocks.create({ title: 'Whole', content: 'x'.repeat(20_000), tags: [], folderPath: '' });
    await store.close();
    const before = readFileSync(path);
    const size = before.readUInt16BE(16);
    const pages = new Map<number, Uint8Array>();
    for (let at = 0; at < before.length; at += size) pages.set(at / size + 1, before.subarray(at, at + size));
    writeFileSync(journalPathOf(path), journalOf(pages));
    writeFileSync(path, Buffer.concat([before.subarray(0, size), Buffer.alloc(before.length - size, 0x5a)]));
    return before;
  }

  it('is played back before anything is read', async () => {
    const before = await spoil();
    const store = await folder.store(path);
    assert.deepEqual(
      (await store.blocks.summaries()).map(({ title }) => title),
      ['Whole'],
    );
    await store.blocks.create({ title: 'Next', content: '', tags: [], folderPath: '' });
    assert.equal((await store.blocks.summaries()).length, 2);
    assert.deepEqual(await store.database.rows('PRAGMA integrity_check'), [['ok']]);
    assert.notDeepEqual(readFileSync(path), before);
  });

  it('is not taken for that of whoever has locked the database since', async () => {
    const before = await spoil();
    const lock = new DatabaseLock(path, 1000, 'another window');
    await lock.acquireWrite();
    const store = await folder.store(path, { lockTimeoutMs: 200 });
    // Either it is undone for this reading alone, or one has to wait: nobody sees the spoilt half.
    if (storage === 'whole-file') assert.equal((await store.blocks.summaries()).length, 1);
    else await rejectsWith('busy', store.blocks.summaries());
    lock.close();
    assert.equal((await store.blocks.summaries()).length, 1);
    if (storage === 'best') assert.deepEqual(readFileSync(path), before);
  });

  it('in a folder that nobody may write to spoils nothing that is read', async () => {
    await spoil();
    chmodSync(path, 0o444);
    chmodSync(folder.path, 0o555);
    try {
      const store = await folder.store(path);
      if (storage === 'whole-file') assert.equal((await store.blocks.summaries()).length, 1);
      await rejectsWith('read-only', store.blocks.create({ title: 'x', content: '', tags: [], folderPath: '' }));
    } finally {
      chmodSync(folder.path, 0o755);
      chmodSync(path, 0o644);
    }
  });
});
