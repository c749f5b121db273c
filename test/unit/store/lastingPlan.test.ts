import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Database, SqlValue } from 'sql.js';
import { withLastingPlan } from '../../../src/extension/store/sqlite/lastingPlan';
import { StatementCache } from '../../../src/extension/store/sqlite/statementCache';
import { plainSqlJs } from './sqlFile';

describe('A lasting plan', () => {
  it('has a plus before what something is equal to, and before limits', () => {
    assert.equal(
      withLastingPlan('SELECT 1 FROM t WHERE a = ? AND b=?2 AND c IS\n?3 AND d == ?4 ORDER BY e limit ?5 OFFSET ?6'),
      'SELECT 1 FROM t WHERE a = +? AND b=+?2 AND c IS\n+?3 AND d == +?4 ORDER BY e limit +?5 OFFSET +?6',
    );
  });

  it('leaves texts, names and comments alone, and every other parameter', () => {
    for (const sql of [
      "SELECT 'a = ?', '''= ?', ?",
      'SELECT "a = ?", `= ?`, [= ?] FROM t',
      'SELECT 1 -- a = ?\n',
      'SELECT 1 /* a = ? */',
      'SELECT 1 /* = ?',
      'INSERT INTO t VALUES (?, ?)',
      'SELECT this ? FROM t WHERE a IN (?, ?) AND b LIKE ? AND c MATCH ? AND d > ?',
    ]) {
      assert.equal(withLastingPlan(sql), sql);
    }
    assert.equal(withLastingPlan("SELECT '--', a = ? /* ' */ = ?"), "SELECT '--', a = +? /* ' */ = +?");
  });

  it('is what statements are prepared with', () => {
    const prepared: string[] = [];
    const cache = new StatementCache((sql) => {
      prepared.push(sql);
      return { statement: { rows: () => [], run: () => 0, columns: () => [], free: () => undefined }, rest: '' };
    });
    cache.get('SELECT 1 WHERE 1 = ?');
    assert.deepEqual(prepared, ['SELECT 1 WHERE 1 = +?']);
  });

  describe('of a statement', () => {
    let database: Database;
    before(async () => {
      database = new (await plainSqlJs()).Database();
      database.run('CREATE TABLE t (i INTEGER, s TEXT, r REAL, n NUMERIC, b BLOB, c TEXT COLLATE NOCASE)');
      database.run('CREATE INDEX t_i ON t (i, s); CREATE INDEX t_s ON t (s); CREATE INDEX t_c ON t (c)');
      for (const value of [1, 2.5, '1', '1.0', ' 1', 'a', 'A', '', null, Uint8Array.from([97])]) {
        database.run('INSERT INTO t VALUES (?1, ?1, ?1, ?1, ?1, ?1)', [value]);
      }
    });
    after(() => {
      database.close();
    });

    const statements = [
      ...['i', 's', 'r', 'n', 'b', 'c', 'rowid'].flatMap((column) => [
        `SELECT rowid FROM t WHERE ${column} = ? ORDER BY 1`,
        `SELECT rowid FROM t WHERE ${column} IS ? ORDER BY 1`,
        `SELECT rowid FROM t WHERE ${column} = ? COLLATE NOCASE ORDER BY 1`,
        `SELECT ${column} = ? FROM t`,
        `UPDATE t SET b = ${column}, ${column === 'rowid' ? 'b' : column} = ? RETURNING *, typeof(i), typeof(s), typeof(r), typeof(n)`,
      ]),
      'SELECT rowid FROM t ORDER BY s LIMIT ?',
      'SELECT rowid FROM t ORDER BY s LIMIT 3 OFFSET ?',
    ];

    it('finds and stores the same', () => {
      const value: fc.Arbitrary<SqlValue> = fc.oneof(
        fc.constantFrom(
          1,
          2.5,
          -1,
          0,
          '1',
          '1.0',
          ' 1',
          'a',
          'A',
          '',
          null,
          Uint8Array.from([97]),
          Uint8Array.from([49]),
        ),
        fc.double({ noNaN: true }),
        fc.string(),
      );
      fc.assert(
        fc.property(fc.constantFrom(...statements), value, (sql, bound) => {
          assert.notEqual(withLastingPlan(sql), sql);
          assert.deepEqual(outcome(withLastingPlan(sql), bound), outcome(sql, bound));
        }),
        { numRuns: 1500 },
      );
    });

    it('uses the same indices', () => {
      for (const sql of statements) {
        const plan = (text: string): unknown =>
          database.exec(`EXPLAIN QUERY PLAN ${text}`)[0]?.values.map((row) => row[3]);
        assert.deepEqual(plan(withLastingPlan(sql)), plan(sql));
      }
    });

    /** Rows, or the error. Nothing is kept. */
    function outcome(sql: string, value: SqlValue): unknown {
      database.run('SAVEPOINT test');
      try {
        return database.exec(sql, [value])[0]?.values;
      } catch (error) {
        return String(error);
      } finally {
        database.run('ROLLBACK TO test; RELEASE test');
      }
    }
  });
});
