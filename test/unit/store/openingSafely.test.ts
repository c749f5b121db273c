import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { StoreErrorReason } from '../../../src/extension/domain/ports/storeError';
import type { Store } from '../../../src/extension/store/openStore';
import type { StorageKind } from '../../../src/extension/store/protocol';
import { rejectsWith } from './rejectsWith';
import { plainSqlJs, queryFile, writeDatabase } from './sqlFile';
import { startStoreProcess } from './storeProcesses';
import { describeEachStorage, TestFolder } from './testStore';

const newBlock = { title: 'Block', content: 'Text', tags: [], folderPath: '' };

describeEachStorage('Opening a database', (storage) => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('some.db');
  });
  afterEach(() => folder.end());

  /** Reading and writing are refused alike, and nothing in the folder changes. */
  async function isRefused(reason: StoreErrorReason, words: RegExp): Promise<void> {
    const before = snapshot(dirname(path));
    const store = await folder.store(path);
    const error = await rejectsWith(reason, store.blocks.summaries());
    assert.match(error.message, words);
    await rejectsWith(reason, store.blocks.create(newBlock));
    await rejectsWith(reason, store.reopen());
    assert.deepEqual(snapshot(dirname(path)), before);
  }

  async function makeOwn(): Promise<void> {
    const store = await folder.store(path);
    await store.database.runMany(
      'INSERT INTO blocks (title, content) VALUES (?, ?)',
      Array.from({ length: 53 }, (_, index) => [`Block ${index}`, 'x'.repeat(1000)]),
    );
    await store.close();
  }

  async function untilThere(store: Store, count: number): Promise<void> {
    for (;;) {
      const told = new Promise((resolve) => store.events.onDidChange(resolve));
      if ((await store.blocks.summaries()).length === count) return;
      await told;
    }
  }

  it('takes an empty file for a new database', async () => {
    writeFileSync(path, '');
    const store = await folder.store(path);
    assert.deepEqual(await store.blocks.summaries(), []);
    assert.equal(readFileSync(path).length, 0);
    await store.blocks.create(newBlock);
    assert.deepEqual(await queryFile(path, 'SELECT title FROM blocks'), [['Block']]);
  });

  it('takes an SQLite database without tables for a new one', async () => {
    await writeDatabase(path, 'CREATE TABLE x (a); DROP TABLE x; VACUUM');
    const store = await folder.store(path);
    assert.deepEqual(await store.blocks.summaries(), []);
  });

  it('refuses garbage', async () => {
    writeFileSync(path, 'These are the notes that I keep in a file with a misleading name.\n'.repeat(100));
    await isRefused('corrupt', /not an SQLite database, or it is encrypted/);
  });

  it('refuses a few bytes', async () => {
    writeFileSync(path, 'SQLite format 3\0');
    await isRefused('corrupt', /damaged/);
  });

  it('refuses a database whose end is missing', async () => {
    await makeOwn();
    truncateSync(path, 30_000);
    await isRefused('corrupt', /end is missing/);
  });

  it('refuses a database with damaged pages', async () => {
    await makeOwn();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096, 4096 * 6);
    writeFileSync(path, bytes);
    await isRefused('corrupt', /damaged/);
  });

  it('refuses a database of a newer version', async () => {
    await makeOwn();
    await writeDatabase(folder.file('newer.db'), (database) => {
      database.exec('PRAGMA application_id = 0x4c4c4d4f; PRAGMA user_version = 999; CREATE TABLE blocks (id)');
    });
    path = folder.file('newer.db');
    await isRefused('newer-version', /newer version.*Update the extension/);
  });

  it('refuses the database of another program', async () => {
    await writeDatabase(path, 'CREATE TABLE moz_places (id INTEGER, url TEXT)');
    await isRefused('foreign', /another program/);
  });

  it('refuses a database whose tables only share our names', async () => {
    await writeDatabase(path, 'CREATE TABLE blocks (hash BLOB, height INTEGER)');
    await isRefused('foreign', /another program/);
  });

  it('refuses a database with the mark of another program', async () => {
    await writeDatabase(path, 'PRAGMA application_id = 1234; CREATE TABLE t (a)');
    await isRefused('foreign', /another program/);
  });

  it('refuses a database with triggers or views that are not its own', async () => {
    await makeOwn();
    const bytes = readFileSync(path);
    for (const [name, code] of Object.entries({
      eater: 'CREATE TRIGGER eater AFTER INSERT ON blocks BEGIN DELETE FROM blocks; END',
      mirror: 'CREATE VIEW mirror AS SELECT * FROM responses',
    })) {
      const database = new (await plainSqlJs()).Database(Uint8Array.from(bytes));
      database.exec(code);
      writeFileSync(path, database.export());
      database.close();
      await isRefused('foreign-code', new RegExp(`not of LLM Orchestrator \\(${name}\\)`));
    }
  });

  describe('for reading only', () => {
    /** It can be read, writing is refused, and nothing in the folder changes. */
    async function isReadOnly(titles: number): Promise<void> {
      const store = await folder.store(path);
      await store.reopen().catch(() => undefined);
      const before = snapshot(dirname(path));
      await store.care.openReadOnly();
      assert.equal((await store.blocks.summaries()).length, titles);
      const error = await rejectsWith('read-only', store.blocks.create(newBlock));
      assert.match(error.message, /Open Database Again/);
      await rejectsWith('read-only', store.care.compact());
      assert.equal((await store.care.describe()).storage, 'read-only');
      assert.deepEqual(snapshot(dirname(path)), before);
    }

    it('shows one with hostile triggers, which do nothing', async () => {
      await makeOwn();
      const database = new (await plainSqlJs()).Database(readFileSync(path));
      database.exec('CREATE TRIGGER eater AFTER INSERT ON blocks BEGIN DELETE FROM blocks; END');
      writeFileSync(path, database.export());
      database.close();
      await isReadOnly(53);
    });

    it('shows what is in the file where another program has changes beside it', async () => {
      await makeOwn();
      writeFileSync(`${path}-wal`, 'changes');
      await isReadOnly(53);
    });

    it('shows what can be read of one that is damaged', async () => {
      await makeOwn();
      const bytes = readFileSync(path);
      bytes.fill(0x5a, bytes.length - 4096);
      writeFileSync(path, bytes);
      const store = await folder.store(path);
      await store.care.openReadOnly();
      assert.equal((await store.care.describe()).storage, 'read-only');
      assert.ok((await store.database.rows('SELECT name FROM sqlite_schema')).length > 5);
    });

    it('shows another program’s file as little as otherwise', async () => {
      writeFileSync(path, 'garbage '.repeat(1000));
      const store = await folder.store(path);
      await rejectsWith('corrupt', store.care.openReadOnly());
      await rejectsWith('corrupt', store.blocks.summaries());
    });

    it('ends when it is opened again', async () => {
      await makeOwn();
      const store = await folder.store(path);
      await store.care.openReadOnly();
      await rejectsWith('read-only', store.blocks.create(newBlock));
      await store.reopen();
      await store.blocks.create(newBlock);
      assert.equal((await store.blocks.summaries()).length, 54);
    });

    it('notices what another window writes', async () => {
      await makeOwn();
      const [store, other] = [await folder.store(path), await folder.store(path)];
      await store.care.openReadOnly();
      const told = new Promise<unknown>((resolve) => store.events.onDidChange(resolve));
      await other.blocks.create(newBlock);
      assert.equal(await told, 'everything');
      // What was told first may have been the begin of a transaction whose end is told too.
      await untilThere(store, 54);
    });

    it('notices that also behind a symbolic link', async function () {
      if (process.platform === 'win32') this.skip();
      await makeOwn();
      const link = folder.file('links', 'linked.db');
      mkdirSync(dirname(link));
      symlinkSync(path, link);
      const [store, other] = [await folder.store(link), await folder.store(path)];
      await store.care.openReadOnly();
      assert.equal((await store.blocks.summaries()).length, 53);
      const told = new Promise<unknown>((resolve) => store.events.onDidChange(resolve));
      await other.blocks.create(newBlock);
      await told;
      await untilThere(store, 54);
    });
  });

  it('leaves a file for another one', async () => {
    await makeOwn();
    const store = await folder.store(path);
    assert.equal((await store.blocks.summaries()).length, 53);
    const told = new Promise<unknown>((resolve) => store.events.onDidChange(resolve));
    const moving = store.moveTo(folder.file('another', 'place.db'));
    // Who asks meanwhile is answered from the new one.
    assert.deepEqual(await store.blocks.summaries(), []);
    await moving;
    assert.equal(await told, 'everything');
    assert.deepEqual(await store.blocks.summaries(), []);
    await store.blocks.create(newBlock);
    assert.deepEqual(readdirSync(folder.file('another')).sort()[0], 'place.db');
    await store.moveTo(path);
    assert.equal((await store.blocks.summaries()).length, 53);
    assert.deepEqual(readdirSync(folder.file('another')), ['place.db']);
  });

  it('refuses a folder', async () => {
    mkdirSync(path);
    await isRefused('failed', /is a folder/);
  });

  it('refuses a pipe without waiting for it', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [path]);
    const store = await folder.store(path);
    await rejectsWith('failed', store.blocks.summaries());
  });

  it('refuses a path below a file', async () => {
    writeFileSync(folder.file('file'), '');
    const store = await folder.store(folder.file('file', 'data', 'x.db'));
    await rejectsWith('failed', store.blocks.create(newBlock));
  });

  it('refuses a database with a write-ahead log that is not in it yet', async () => {
    await makeOwn();
    writeFileSync(`${path}-wal`, 'changes');
    await isRefused('busy', /Another program has changes of .*some\.db-wal/);
  });

  it('refuses a database with a journal that has to be played back', async () => {
    await makeOwn();
    writeFileSync(`${path}-journal`, Buffer.from('d9d505f920a163d70000', 'hex'));
    await isRefused('busy', /some\.db-journal/);
  });

  it('reads a database in write-ahead mode whose log is empty', async () => {
    await makeOwn();
    const bytes = readFileSync(path);
    bytes.fill(2, 18, 20);
    writeFileSync(path, bytes);
    writeFileSync(`${path}-wal`, '');
    const store = await folder.store(path);
    assert.equal((await store.blocks.summaries()).length, 53);
    await store.blocks.create(newBlock);
    assert.equal((await store.blocks.summaries()).length, 54);
  });

  it('reads but does not write a read-only file', async () => {
    await makeOwn();
    chmodSync(path, 0o444);
    const store = await folder.store(path);
    assert.equal((await store.blocks.summaries()).length, 53);
    const before = snapshot(folder.path);
    const error = await rejectsWith('read-only', store.blocks.create(newBlock));
    assert.match(error.message, /read-only/);
    assert.equal((await store.blocks.summaries()).length, 53);
    assert.deepEqual(snapshot(folder.path), before);
    chmodSync(path, 0o644);
    await store.blocks.create(newBlock);
    assert.equal((await store.blocks.summaries()).length, 54);
  });

  it('reads but does not write in a read-only folder', async () => {
    await makeOwn();
    chmodSync(folder.path, 0o555);
    try {
      const store = await folder.store(path);
      assert.equal((await store.blocks.summaries()).length, 53);
      await rejectsWith('read-only', store.blocks.create(newBlock));
    } finally {
      chmodSync(folder.path, 0o755);
    }
  });

  it('follows a symbolic link and keeps it', async () => {
    mkdirSync(folder.file('real'));
    symlinkSync(folder.file('real', 'real.db'), path);
    const store = await folder.store(path);
    await store.blocks.create(newBlock);
    assert.ok(lstatSync(path).isSymbolicLink());
    assert.equal((await queryFile(folder.file('real', 'real.db'), 'SELECT * FROM blocks')).length, 1);
    assert.deepEqual(readdirSync(folder.path).sort(), ['real', 'some.db']);
    await store.close();
    const again = await folder.store(path);
    await again.blocks.create(newBlock);
    assert.ok(lstatSync(path).isSymbolicLink());
    assert.equal((await queryFile(folder.file('real', 'real.db'), 'SELECT * FROM blocks')).length, 2);
  });

  it('works in a path with blanks and letters of any script', async () => {
    path = folder.file('Ordner mit Leerzeichen', 'données 数据 🎉', "it's 100% #1?.db");
    const store = await folder.store(path);
    await store.blocks.create(newBlock);
    await store.close();
    assert.equal((await (await folder.store(path)).blocks.summaries()).length, 1);
  });

  it('keeps the permissions of the file', async () => {
    await makeOwn();
    chmodSync(path, 0o640);
    const store = await folder.store(path);
    await store.blocks.create(newBlock);
    assert.equal(lstatSync(path).mode & 0o777, 0o640);
  });

  it('opens again without a new window once the file is good', async () => {
    writeFileSync(path, 'garbage'.repeat(1000));
    const store = await folder.store(path);
    await rejectsWith('corrupt', store.blocks.summaries());
    await writeDatabase(
      path,
      "CREATE TABLE blocks (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, content TEXT, tags TEXT, folder_path TEXT, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP); INSERT INTO blocks (title) VALUES ('Found')",
    );
    await store.reopen();
    assert.deepEqual(
      (await store.blocks.summaries()).map(({ title }) => title),
      ['Found'],
    );
  });

  it('protects itself from what a file may hold', async () => {
    await makeOwn();
    const { database } = await folder.store(path);
    for (const [pragma, expected] of Object.entries({ trusted_schema: 0, cell_size_check: 1, foreign_keys: 1 })) {
      assert.deepEqual(await database.rows(`PRAGMA ${pragma}`), [[expected]], pragma);
    }
  });

  it('says who may not read or write, and reads where only reading is allowed', async () => {
    await makeOwn();
    chmodSync(folder.path, 0o755);
    const asStranger = (mode: number) => {
      chmodSync(path, mode);
      return runAsStranger(path, 'create', storage);
    };
    assert.deepEqual(await asStranger(0o600), { read: 'no-permission', written: 'no-permission' });
    assert.deepEqual(await asStranger(0o644), { read: 53, written: 'no-permission' });
  });
});

/** Reads and writes as a user who owns nothing; an administrator may do everything. */
async function runAsStranger(path: string, job: string, storage: StorageKind): Promise<unknown> {
  const child = await startStoreProcess(
    path,
    job,
    1,
    storage,
    process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {},
  );
  return JSON.parse((await child.output).trim());
}

/** Every file below a folder with its bytes, but for what an open store keeps there until it is closed. */
function snapshot(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (/\.(owner-\w+-\w+|access-lock|undo-journal)$/.test(path)) continue;
    files[path] = entry.isFile() ? readFileSync(path).toString('base64') : 'no file';
  }
  return files;
}
