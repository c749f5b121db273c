import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { WholeFile, type WholeFileOptions } from '../../../src/extension/store/sqlite/wholeFile';
import { replaceFile } from '../../../src/extension/store/sqlite/replaceFile';
import { rejectsWith } from './rejectsWith';
import { plainSqlJs, queryFile } from './sqlFile';
import { TestFolder } from './testStore';

describe('WholeFile', () => {
  let folder: TestFolder;
  let path: string;
  const files: WholeFile[] = [];
  beforeEach(async () => {
    folder = await TestFolder.make();
    path = folder.file('data', 'x.db');
  });
  afterEach(async () => {
    for (const file of files.splice(0)) file.close();
    await folder.end();
  });

  async function open(options: Partial<WholeFileOptions> = {}): Promise<WholeFile> {
    const file = new WholeFile({
      path,
      sqlJs: await plainSqlJs(),
      lockTimeoutMs: 1000,
      session: 'test',
      listener: { changedOutside: () => undefined, warn: () => undefined },
      ...options,
    });
    files.push(file);
    await file.open();
    return file;
  }

  async function insert(file: WholeFile, title: string): Promise<void> {
    await file.prepareWrite();
    file.begin().run('INSERT INTO blocks (title) VALUES (?)', [[title]]);
    await file.commit();
  }

  const titles = (file: WholeFile) => file.reader().query('SELECT title FROM blocks ORDER BY id').rows.flat();

  /** A disk that fails the next times. */
  function failingDisk(code: string): { replace: typeof replaceFile; fails: boolean } {
    const disk = {
      fails: true,
      replace: (target: string, bytes: Uint8Array) =>
        disk.fails ? Promise.reject(Object.assign(new Error(code), { code })) : replaceFile(target, bytes),
    };
    return disk;
  }

  it('acknowledges nothing that is not on disk', async () => {
    const disk = failingDisk('ENOSPC');
    disk.fails = false;
    const file = await open({ replace: (target, bytes) => disk.replace(target, bytes) });
    await insert(file, 'kept');
    const before = readFileSync(path);
    disk.fails = true;
    await rejectsWith('full', insert(file, 'lost'));
    assert.deepEqual(titles(file), ['kept']);
    assert.deepEqual(readFileSync(path), before);
    assert.deepEqual(readdirSync(folder.file('data')), ['x.db']);
    disk.fails = false;
    await insert(file, 'later');
    assert.deepEqual(await queryFile(path, 'SELECT title FROM blocks'), [['kept'], ['later']]);
  });

  it('leaves no folder behind when the first transaction cannot be written', async () => {
    const disk = failingDisk('EIO');
    const file = await open({ replace: (target, bytes) => disk.replace(target, bytes) });
    await rejectsWith('failed', insert(file, 'lost'));
    assert.deepEqual(titles(file), []);
    assert.equal(existsSync(folder.file('data')), false);
  });

  it('writes nothing for a transaction that changes nothing', async () => {
    const file = await open();
    await insert(file, 'a');
    const before = readFileSync(path);
    await file.prepareWrite();
    file.begin().run('UPDATE blocks SET title = title WHERE id = 99', [[]]);
    await file.commit();
    assert.deepEqual(readFileSync(path), before);
  });

  it('writes a transaction that changes only the schema', async () => {
    const file = await open();
    await file.prepareWrite();
    file.begin().execute('CREATE TABLE extra (a)');
    await file.commit();
    assert.deepEqual(await queryFile(path, "SELECT name FROM sqlite_schema WHERE name = 'extra'"), [['extra']]);
  });

  it('raises the change counter in the file with every commit', async () => {
    const file = await open();
    const counters: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await insert(file, 'x');
      counters.push(readFileSync(path).readUInt32BE(24));
    }
    assert.deepEqual(counters, [1, 2, 3]);
    assert.equal(readFileSync(path).readUInt32BE(92), 3);
  });

  it('sees another commit that looks the same from outside', async () => {
    const [mine, other] = [await open(), await open()];
    await insert(mine, 'a');
    assert.deepEqual(titles(other).length <= 1, true);
    await insert(other, 'b');
    // As if the two commits had fallen into one tick of the clock, with the same inode.
    const bytes = readFileSync(path);
    bytes.writeUInt32BE(77, 24);
    bytes.writeUInt32BE(77, 92);
    await replaceFile(path, bytes);
    await insert(mine, 'c');
    assert.equal(readFileSync(path).readUInt32BE(24), 78);
    assert.deepEqual(titles(mine), ['a', 'b', 'c']);
  });

  it('reads again what is on disk when SQLite itself has ended the transaction', async () => {
    const file = await open();
    await insert(file, 'kept');
    await file.prepareWrite();
    file.begin().run("INSERT INTO blocks (title) VALUES ('lost')", [[]]);
    assert.throws(() => file.reader().run("INSERT OR ROLLBACK INTO blocks (id, title) VALUES (1, 'again')", [[]]));
    file.rollback();
    assert.deepEqual(titles(file), ['kept']);
    await insert(file, 'after');
    assert.deepEqual(titles(file), ['kept', 'after']);
  });

  it('refuses a commit that breaks a deferred rule, and undoes it', async () => {
    const file = await open();
    await file.prepareWrite();
    const connection = file.begin();
    connection.execute('PRAGMA defer_foreign_keys = ON');
    connection.run('INSERT INTO payload_blocks (payload_id, block_id) VALUES (1, 1)', [[]]);
    await rejectsWith('constraint', file.commit());
    assert.deepEqual(file.reader().query('SELECT * FROM payload_blocks').rows, []);
    await insert(file, 'works');
  });
});
