import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { chooseFile } from '../../../src/extension/store/sqlite/chooseFile';
import { Connection } from '../../../src/extension/store/sqlite/connection';
import type { DatabaseFile } from '../../../src/extension/store/sqlite/databaseFile';
import { JournaledFile } from '../../../src/extension/store/sqlite/journaledFile';
import { openInMemory } from '../../../src/extension/store/sqlite/sqlJs';
import type { SqlValue } from '../../../src/extension/store/values';
import { loadedSqlJs, plainSqlJs } from './sqlFile';
import { TestFolder } from './testStore';

/** What fits into the memory for the texts of rows: longer texts are read where SQLite keeps them. */
const ROOM = 196_608;

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'binary' }),
  fc.uint8Array(),
  fc.nat(3 * ROOM).map((length) => 'a'.repeat(length)),
  fc.nat(ROOM).map((length) => 'é'.repeat(length)),
  fc.nat(2 * ROOM).map((length) => new Uint8Array(length).fill(200)),
);

describe('Statements of a database on disk', () => {
  let folder: TestFolder;
  let file: DatabaseFile;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make();
    path = folder.file('x.db');
    const listener = { changedOutside: () => undefined, warn: () => undefined };
    const options = { path, lockTimeoutMs: 1000, session: 'test', listener };
    ({ file } = chooseFile(await loadedSqlJs(), 'best', options));
    assert.ok(file instanceof JournaledFile);
    await file.open();
    // Until something is stored there is no file, and what answers is a database in memory.
    await write((connection) => {
      connection.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)');
    });
  });
  afterEach(async () => {
    file.close();
    await folder.end();
  });

  async function write(action: (connection: Connection) => void): Promise<void> {
    await file.prepareWrite();
    try {
      action(file.begin());
    } catch (error) {
      file.rollback();
      throw error;
    }
    await file.commit();
  }

  const all = (): readonly (readonly SqlValue[])[] => file.reader().query('SELECT a, b, c FROM t ORDER BY id').rows;

  it('give back every value, also what lies before and behind very long ones', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value, value), { maxLength: 30 }), async (rows) => {
        await write((connection) => {
          connection.run('DELETE FROM t', [[]]);
          connection.run('INSERT INTO t (a, b, c) VALUES (?, ?, ?)', rows);
        });
        const found = all();
        assert.deepEqual(found, rows);
        const inMemory = new Connection(openInMemory(await plainSqlJs(), readFileSync(path)));
        const other = inMemory.query('SELECT id, a, b, c, typeof(a), hex(b) FROM t ORDER BY id').rows;
        inMemory.close();
        assert.deepEqual(
          file.reader().query('SELECT id, a, b, c, typeof(a), hex(b) FROM t ORDER BY id').rows.map(withoutZeros),
          other.map(withoutZeros),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('give more rows than fit into memory at once', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index): SqlValue[] => [
      index,
      `row ${index}`,
      index % 3 ? null : 'ü',
    ]);
    await write((connection) => {
      connection.run('INSERT INTO t (a, b, c) VALUES (?, ?, ?)', rows);
    });
    assert.deepEqual(all(), rows);
    assert.deepEqual(file.reader().query('SELECT a, b, c FROM t ORDER BY id', [], true).rows, [rows[0]]);
  });

  it('give rows of as many columns as SQLite allows', () => {
    const columns = Array.from({ length: 2000 }, (_, index) => `${index} AS c${index}`).join(', ');
    const sql = `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 5) SELECT ${columns} FROM n`;
    const table = file.reader().query(sql);
    assert.equal(table.columns[1999], 'c1999');
    assert.deepEqual(
      table.rows,
      Array.from({ length: 5 }, () => Array.from({ length: 2000 }, (_, index) => index)),
    );
  });

  it('tell the columns that there are after the table has changed', async () => {
    const sql = 'SELECT * FROM t';
    assert.deepEqual(file.reader().query(sql).columns, ['id', 'a', 'b', 'c']);
    await write((connection) => {
      connection.execute('ALTER TABLE t RENAME COLUMN a TO z');
    });
    assert.deepEqual(file.reader().query(sql).columns, ['id', 'z', 'b', 'c']);
    await write((connection) => {
      connection.execute('ALTER TABLE t ADD COLUMN d DEFAULT 7; INSERT INTO t (id) VALUES (1)');
    });
    assert.deepEqual(file.reader().query(sql), {
      columns: ['id', 'z', 'b', 'c', 'd'],
      rows: [[1, null, null, null, 7]],
    });
  });

  it('compare by the LIKE of our own, in the words of the original when it refuses', () => {
    const reader = file.reader();
    const own = "SELECT count(*) FROM pragma_function_list WHERE name = 'like' AND NOT builtin";
    assert.deepEqual(reader.query(own).rows, [[2]]);
    assert.deepEqual(reader.query("SELECT 'Käse 100%' LIKE '%SE 100\\%' ESCAPE '\\'").rows, [[1]]);
    assert.throws(() => reader.query("SELECT 'a' LIKE 'b' ESCAPE 'cc'"), /single character/);
  });

  it('look into JSON by the function of our own, in the words of the original when it refuses', () => {
    const reader = file.reader();
    const own = "SELECT count(*) FROM pragma_function_list WHERE name = 'json_extract' AND NOT builtin";
    assert.deepEqual(reader.query(own).rows, [[1]]);
    const nested = `SELECT json_array(json_extract('{"a":[1,"x"]}', '$.a'), json_extract('{"a":"x"}', '$.a'))`;
    assert.deepEqual(reader.query(nested).rows, [['[[1,"x"],"x"]']]);
    assert.throws(() => reader.query("SELECT json_extract('{', '$.a')"), /malformed JSON/);
    assert.throws(() => reader.query("SELECT json_extract('{}', 'a')"), /bad JSON path: 'a'/);
  });

  it('leave nothing of earlier parameters', async () => {
    const sql = 'INSERT INTO t (a, b, c) VALUES (?, ?, ?)';
    await write((connection) => {
      connection.run(sql, [['first', 2, 'third'], ['only'], []]);
    });
    assert.deepEqual(all(), [
      ['first', 2, 'third'],
      ['only', null, null],
      [null, null, null],
    ]);
    const reader = file.reader();
    assert.deepEqual(reader.query('SELECT ?', ['x']).rows, [['x']]);
    assert.deepEqual(reader.query('SELECT ?').rows, [[null]]);
    assert.throws(() => reader.query('SELECT ?', ['x', 'y']), /column index out of range/);
    assert.deepEqual(reader.query('SELECT ?', ['z']).rows, [['z']]);
  });

  it('that fail in the middle can be used again, and keep nobody from committing', async () => {
    await write((connection) => {
      connection.execute('CREATE UNIQUE INDEX u ON t (a)');
      const insert = 'INSERT INTO t (a) VALUES (?)';
      assert.equal(connection.run(insert, [[1]]).changes, 1);
      assert.throws(() => connection.run(insert, [[2], [1], [3]]), { reason: 'constraint' });
      assert.equal(connection.run(insert, [[4]]).changes, 1);
      assert.throws(() => connection.query("SELECT abs(a), json('{') FROM t"), /malformed JSON/);
    });
    assert.deepEqual(
      all().map(([a]) => a),
      [1, 2, 4],
    );
  });
});

/** sql.js itself ends a text at its first zero, and has no negative zero. */
function withoutZeros(row: readonly SqlValue[]): readonly SqlValue[] {
  return row.map((one) => (typeof one === 'string' ? one.replace(/\0.*$/su, '') : one === 0 ? 0 : one));
}
