import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Database } from 'sql.js';
import { makeJsonFunction } from '../../../src/extension/store/sqlite/jsonFunction';
import { encodeJsonModule, JSON_IMPORTS } from '../../../src/extension/store/sqlite/jsonModule';
import { findOriginal } from '../../../src/extension/store/sqlite/originalFunction';
import { SqlFunction, type SqlFunctionParts } from '../../../src/extension/store/sqlite/sqlFunction';
import type { SqlJsModule } from '../../../src/extension/store/sqlite/sqlJs';
import { wasmApi } from '../../../src/extension/store/sqlite/wasmApi';
import { instantiate } from '../../../src/extension/store/sqlite/wasmInstance';
import { WasmMemory, type WasmParts } from '../../../src/extension/store/sqlite/wasmMemory';
import type { SqlValue } from '../../../src/extension/store/values';
import { addressOf, evaluate } from './evaluate';
import { damagedJson, jsonPath, jsonText, oddJson } from './jsonTexts';
import { loadedSqlJs } from './sqlFile';

const PROBE = "SELECT json_extract('[0]', '$[0]')";

/** The value with its type, byte for byte; and whether it is JSON for another function, or only text. */
const QUESTIONS = [
  (extract: string) => `SELECT typeof(${extract}) || ' ' || quote(${extract}) || ' ' || hex(${extract})`,
  (extract: string) => `SELECT json_array(${extract})`,
];

describe('The json_extract of a database on disk', () => {
  let sqlJs: SqlJsModule;
  let wasm: WasmParts;
  let memory: WasmMemory;
  let own: Database;
  let original: Database;
  before(async () => {
    const loaded = await loadedSqlJs();
    assert.ok(loaded.wasm);
    ({ sqlJs, wasm } = { sqlJs: loaded.sqlJs, wasm: loaded.wasm });
    memory = new WasmMemory(wasm.memory);
    own = new sqlJs.Database();
    original = new sqlJs.Database();
    assert.equal(makeJsonFunction(sqlJs, memory, wasm).register(addressOf(own)), 0);
  });
  after(() => {
    own.close();
    original.close();
  });

  /** Both agree, also where there is an error; what they say of the value. */
  function both(text: SqlValue, path: SqlValue, argument = '?1'): string {
    const [found] = QUESTIONS.map((question) => {
      const sql = question(`json_extract(${argument}, ?2)`);
      const answer = evaluate(own, sql, [text, path]);
      assert.equal(answer, evaluate(original, sql, [text, path]), JSON.stringify([sql, text, path]));
      return answer;
    });
    return found ?? '';
  }

  it('finds what the original finds in JSON, with its type, and refuses in the same words', () => {
    fc.assert(
      fc.property(jsonText, jsonPath, (text, path) => {
        both(text, path);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds what the original finds where something is wrong with the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          damagedJson,
          oddJson,
          jsonText.map((text) => text.slice(0, -1)),
        ),
        jsonPath,
        (text, path) => {
          both(text, path);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('finds what the original finds in texts cut off at any place', () => {
    const text =
      ' {"a": [1, -2.5e3, "x\\u00e9\\n", {"b": true}], "c":null, "text": "sixteen and more bytes", "d": 12 } ';
    for (let length = 0; length <= Buffer.byteLength(text); length += 1) {
      for (const path of ['$', '$.a', '$.a[0]', '$.a[3].b', '$.c', '$.d', '$.text', '$.none'])
        both(text.slice(0, length), path);
    }
  });

  it('finds what the original finds in what is not text, and by what is not a path', () => {
    const value: fc.Arbitrary<SqlValue> = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.uint8Array(),
      jsonText,
      jsonPath,
    );
    fc.assert(
      fc.property(value, value, (text, path) => {
        both(text, path);
      }),
      { numRuns: 1000 },
    );
    for (const path of [null, 'a', '$.a', '', 5]) both(null, path);
    for (const text of ['{"a":1}', '{"a":', '', 5, null]) both(text, null);
  });

  it('finds what the original finds in bytes that are not UTF-8, and in JSON as SQLite keeps it', () => {
    const piece = fc.oneof(
      fc
        .constantFrom('{"a":"', '"', '}', 'x', 'é', '","b":', '1', '[', '"é":', '\\u00', '\0')
        .map((text) => [...Buffer.from(text)]),
      fc.constantFrom(0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xf0, 0xff, 0x1f, 0x7f).map((byte) => [byte]),
    );
    const bytes = fc
      .array(piece, { maxLength: 8 })
      .map((list) => Uint8Array.from([...Buffer.from('{"a":"'), ...list.flat(), 0x22, 0x7d]));
    fc.assert(
      fc.property(bytes, jsonPath, (text, path) => {
        both(text, path, 'CAST(?1 AS TEXT)');
        both('{"é":1}', Buffer.from(text), '?1');
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(jsonText, jsonPath, (text, path) => {
        both(text, path, 'jsonb(?1)');
        both(text, path, 'json(?1)');
      }),
      { numRuns: 500 },
    );
  });

  it('finds what the original finds however long a text is, and however deep a value', () => {
    for (const length of [14, 15, 16, 17, 31, 32, 33, 4060, 4080, 4090, 4100, 70_000]) {
      for (const end of ['', '"', '\\"', '\\', '\n', 'é"']) {
        for (const path of ['$.a', '$.b']) {
          both(`{"a":"${'x'.repeat(length)}${end}","b":7}`, path);
          both(`{"a":"${end}${'x'.repeat(length)}","b":7}`, path);
        }
      }
    }
    for (const depth of [1, 10, 98, 99, 100, 101, 102, 999, 1000, 1001]) {
      for (const inner of ['7', '"x"', '[]', '{}', '']) {
        both('['.repeat(depth) + inner + ']'.repeat(depth), `$${'[0]'.repeat(depth)}`);
        both('{"a":'.repeat(depth) + inner + '}'.repeat(depth), `$${'.a'.repeat(depth)}`);
        both(`{"b":${'['.repeat(depth)}${inner}${']'.repeat(depth)},"a":1}`, '$.a');
      }
    }
  });

  it('finds the same in a database whose texts are UTF-16', () => {
    const wide = [new sqlJs.Database(), new sqlJs.Database()] as const;
    try {
      for (const database of wide) database.exec("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (text)");
      makeJsonFunction(sqlJs, memory, wasm).register(addressOf(wide[0]));
      const texts = ['{"é":"😀"}', '{"é":[1,2]}', '{"é":12}', '{é:1}', ''];
      for (const database of wide) for (const text of texts) database.run('INSERT INTO t VALUES (?)', [text]);
      const [first, second] = wide.map((database) => {
        const sql = "SELECT json_extract(text, '$.é'), hex(text) FROM t WHERE json_valid(text)";
        return database.exec(sql)[0]?.values;
      });
      assert.equal(first?.length, 3);
      assert.deepEqual(first, second);
    } finally {
      for (const database of wide) database.close();
    }
  });

  it('follows the path when that changes from row to row', () => {
    const sql =
      'SELECT json_extract(\'{"a":1,"b":{"a":2},"c":[3]}\', value) FROM json_each(\'["$.a","$.b.a","$.c[0]","$.d","$.a"]\')';
    assert.deepEqual(own.exec(sql)[0]?.values, [[1], [2], [3], [null], [1]]);
  });

  it('gives what SQLite may keep in an index, a view, a trigger and a computed column of a schema that is not trusted', () => {
    const schema = `
      PRAGMA trusted_schema = OFF;
      CREATE TABLE t (id INTEGER PRIMARY KEY, text, n AS (json_extract(text, '$.n')));
      CREATE INDEX by_n ON t (json_extract(text, '$.n'));
      CREATE VIEW v AS SELECT id, json_extract(text, '$.n') AS n FROM t;
      CREATE TABLE log (n);
      CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (json_extract(new.text, '$.n')); END;
      INSERT INTO t (text) VALUES ('{"n":3}'), ('{"n":"x"}'), ('{"n":[1]}'), ('{}');`;
    own.exec(schema);
    const values = (sql: string): unknown => own.exec(sql)[0]?.values;
    const expected = [[3], ['x'], ['[1]'], [null]];
    for (const from of ['n FROM t ORDER BY id', 'n FROM v ORDER BY id', 'n FROM log ORDER BY rowid']) {
      assert.deepEqual(values(`SELECT ${from}`), expected);
    }
    assert.match(
      JSON.stringify(values("EXPLAIN QUERY PLAN SELECT id FROM t WHERE json_extract(text, '$.n') = 3")),
      /by_n/,
    );
    assert.deepEqual(values("SELECT id FROM t WHERE json_extract(text, '$.n') = 3"), [[1]]);
    // An index keeps a text, but not that it is JSON.
    const nested =
      "SELECT json_array(json_extract(text, '$.n')) FROM t INDEXED BY by_n WHERE json_extract(text, '$.n') > '['";
    assert.deepEqual(values(nested), [['[[1]]'], ['["x"]']]);
    assert.deepEqual(values('PRAGMA integrity_check'), [['ok']]);
  });

  describe('does', () => {
    let counted: Database;
    let calls = 0;
    before(() => {
      counted = new sqlJs.Database();
      const own = findOriginal(sqlJs, memory, wasm, PROBE) as (...values: number[]) => void;
      const count = (...values: number[]): void => {
        calls += 1;
        own(...values);
      };
      // WebAssembly takes a JavaScript function where a module imports one.
      const { extract } = instantiate(new wasmApi.Module(encodeJsonModule()), wasm, {
        functions: { ...JSON_IMPORTS.of(sqlJs), original: count },
      }) as { readonly extract: SqlFunctionParts['run'] };
      const parts = { name: 'json_extract', counts: [2], givesSubtype: true, run: extract };
      assert.equal(new SqlFunction(sqlJs, memory, parts).register(addressOf(counted)), 0);
    });
    after(() => {
      counted.close();
    });

    /** How often SQLite's own function was called. */
    function callsFor(text: SqlValue, path: SqlValue): number {
      calls = 0;
      evaluate(counted, 'SELECT json_extract(?1, ?2)', [text, path]);
      return calls;
    }

    const usual = JSON.stringify({
      model: 'a',
      tokens: 12,
      big: 123456789012345678,
      below: -5,
      zero: 0,
      yes: true,
      no: false,
      none: null,
      'two words': 'é 😀',
      text: 'a long text, in which nothing is escaped\nbut here'.slice(0, 40),
      escaped: '"\n\\\u0000',
      list: [1, [2.5, -1e-7], { deep: { deeper: 'x' } }],
      empty: {},
    });

    it('itself what is usual', () => {
      const paths = [
        '.model',
        '.tokens',
        '.big',
        '.below',
        '.zero',
        '.yes',
        '.no',
        '.none',
        '."two words"',
        '.two words',
      ];
      const more = [
        '.text',
        '.list[0]',
        '.list[2].deep."deeper"',
        '.list[9]',
        '.model.x',
        '.missing',
        '[0]',
        '.empty.x',
      ];
      for (const path of [...paths, ...more]) assert.equal(callsFor(usual, `$${path}`), 0, path);
      assert.equal(callsFor(JSON.stringify(JSON.parse(usual), undefined, 2), '$.tokens'), 0);
      for (const text of ['7', '"x"', ' null ', 'true']) assert.equal(callsFor(text, '$'), 0, text);
      assert.equal(callsFor(null, '$.a'), 0);
    });

    it('by the original what is not', () => {
      for (const path of [
        '.escaped',
        '.list[1][0]',
        '.list',
        '.empty',
        '',
        '.',
        '.list[#-1]',
        '.list[4294967296]',
        '.a\\',
        '."\\u0061"',
        '.list[',
      ]) {
        assert.equal(callsFor(usual, `$${path}`), 1, path);
      }
      for (const text of [
        '{a:1}',
        '{"a":1',
        '{"a":1}}',
        '{"a":-0}',
        '{"\\u0061":1}',
        '{"a":1234567890123456789}',
        '',
      ]) {
        assert.equal(callsFor(text, '$.a'), 1, text);
      }
      for (const place of [0, 5, 40]) {
        const text = `{"a":"${'x'.repeat(place)}\u001f${'x'.repeat(40)}"}`;
        assert.equal(callsFor(text, '$.a'), 1);
        assert.equal(callsFor(text.replace('\u001f', ' '), '$.a'), 0);
      }
      assert.equal(callsFor(`{"a":1,"b":"${'x'.repeat(5000)}"}`, '$.a'), 1);
      assert.equal(callsFor(5, '$'), 1);
      assert.equal(callsFor('[1]', null), 1);
    });
  });

  describe('looks for the original', () => {
    const tableOf = (): unknown[] => Array.from({ length: wasm.table.length }, (_, index) => wasm.table.get(index));

    it('and leaves everything as it was', () => {
      const before = tableOf();
      assert.equal(findOriginal(sqlJs, memory, wasm, PROBE), findOriginal(sqlJs, memory, wasm, PROBE));
      assert.notEqual(
        findOriginal(sqlJs, memory, wasm, PROBE),
        findOriginal(sqlJs, memory, wasm, "SELECT json_valid('[0]')"),
      );
      assert.deepEqual(tableOf(), before);
    });

    it('and takes none when it cannot be told which it is', () => {
      const before = tableOf();
      assert.throws(() => findOriginal(sqlJs, memory, wasm, 'SELECT 1'), /calls 0 functions/);
      assert.throws(() => findOriginal(sqlJs, memory, wasm, "SELECT json_valid(json_array('a'))"), /calls 2 functions/);
      assert.throws(() => findOriginal(sqlJs, memory, wasm, "SELECT json_extract('[', '$')"), /malformed JSON/);
      assert.deepEqual(tableOf(), before);
    });

    it('and cannot be made where sql.js has not all that it needs', () => {
      const without = Object.assign(Object.create(sqlJs) as SqlJsModule, { _sqlite3_value_type: undefined });
      assert.throws(() => makeJsonFunction(without, memory, wasm), /no function value_type/);
    });
  });
});
