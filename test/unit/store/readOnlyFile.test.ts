import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeFileOperations } from '../../../src/extension/store/sqlite/fileOperations';
import { FileVfs } from '../../../src/extension/store/sqlite/fileVfs';
import { JournaledFile } from '../../../src/extension/store/sqlite/journaledFile';
import { ReadOnlyFile } from '../../../src/extension/store/sqlite/readOnlyFile';
import { journalPathOf } from '../../../src/extension/store/sqlite/vfsDatabase';
import { loadedSqlJs } from './sqlFile';
import { TestFolder } from './testStore';

describe('ReadOnlyFile', () => {
  let folder: TestFolder;
  let path: string;
  let writer: JournaledFile;
  let reader: ReadOnlyFile;
  let onSync: (() => void) | undefined;
  /** Resolves at the next change that the reader tells. */
  let told: () => Promise<void>;
  beforeEach(async () => {
    folder = await TestFolder.make();
    path = folder.file('x.db');
    onSync = undefined;
    const loaded = await loadedSqlJs();
    const operations = {
      ...nodeFileOperations,
      fdatasyncSync: (handle: number) => {
        nodeFileOperations.fdatasyncSync(handle);
        onSync?.();
      },
    };
    const listener = { changedOutside: () => undefined, warn: (message: string) => assert.fail(message) };
    writer = new JournaledFile({
      path,
      lockTimeoutMs: 1000,
      session: 'writer',
      sqlJs: loaded.sqlJs,
      vfs: new FileVfs(loaded),
      listener,
      operations,
    });
    await writer.open();
    let tell: (() => void) | undefined;
    reader = new ReadOnlyFile({ path, sqlJs: loaded.sqlJs, listener: { ...listener, changedOutside: () => tell?.() } });
    told = () => new Promise((resolve) => (tell = resolve));
  });
  afterEach(async () => {
    reader.close();
    writer.close();
    await folder.end();
  });

  async function insert(title: string): Promise<void> {
    await writer.prepareWrite();
    writer.begin().run('INSERT INTO blocks (title) VALUES (?)', [[title]]);
    await writer.commit();
  }

  const titles = () => reader.reader().read('SELECT title FROM blocks ORDER BY id').rows.flat();

  for (const [when, isLong] of [
    ['has just been written', false],
    ['is not written further for a long time', true],
  ] as const) {
    it(`shows what was before a transaction that ${when}, and by itself the rest when it has ended`, async () => {
      await insert('before');
      const seen: unknown[] = [];
      let isWritten = false;
      onSync = () => {
        if (isWritten || !readFileSync(path).includes('of the transaction')) return;
        isWritten = true;
        if (isLong) for (const name of [path, journalPathOf(path)]) utimesSync(name, 1_000_000, 1_000_000);
        seen.push(...titles());
      };
      await insert('of the transaction');
      assert.ok(isWritten, 'it was looked at before the journal ended');
      assert.deepEqual(seen, ['before']);
      // Nothing watches the folder here: the file itself does not change any more.
      await told();
      assert.deepEqual(titles(), ['before', 'of the transaction']);
    });
  }

  it('reads once what a process that died has left half done', async () => {
    await insert('before');
    let leave = (): void => undefined;
    onSync = () => {
      const [content, journal] = [readFileSync(path), readFileSync(journalPathOf(path))];
      if (!content.includes('of the transaction') || journal[0] === 0) return;
      leave = () => {
        writeFileSync(path, content);
        writeFileSync(journalPathOf(path), journal);
        for (const name of [path, journalPathOf(path)]) utimesSync(name, 1_000_000, 1_000_000);
      };
    };
    await insert('of the transaction');
    writer.close();
    leave();
    assert.deepEqual(titles(), ['before']);
    const first = reader.reader();
    let changes = 0;
    void told().then(() => (changes += 1));
    // It has been looked at again meanwhile.
    await delay(1500);
    assert.equal(reader.reader(), first);
    assert.equal(changes, 0);
  });
});
