import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type { BlockRepository } from '../../../src/extension/domain/ports/blockRepository';
import type { Database } from '../../../src/extension/store/database';
import { CHECK_FULL_TEXT, fullTextExpression } from '../../../src/extension/store/fullText';
import type { Store } from '../../../src/extension/store/openStore';
import { ORIGINAL_DATA, ORIGINAL_SCHEMA } from './originalSchema';
import { rejectsWith } from './rejectsWith';
import { plainSqlJs, writeDatabase } from './sqlFile';
import { describeEachStorage, TestFolder } from './testStore';

describeEachStorage('Full-text search', (storage) => {
  let folder: TestFolder;
  let path: string;
  let store: Store;
  let blocks: BlockRepository;
  let database: Database;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    path = folder.file('x.db');
    await open();
  });
  afterEach(() => folder.end());

  async function open(): Promise<void> {
    store = await folder.store(path);
    ({ blocks, database } = store);
  }

  async function make(title: string, content = '', tags: readonly string[] = []): Promise<number> {
    return (await blocks.create({ title, content, tags, folderPath: '' })).id;
  }

  const isSound = async (): Promise<void> => {
    await database.run(CHECK_FULL_TEXT);
    assert.deepEqual(await database.rows('PRAGMA integrity_check'), [['ok']]);
  };

  it('finds words, beginnings of words and phrases, in titles, tags and texts', async () => {
    const fox = await make('A fox', 'The quick brown fox', ['animal']);
    const dog = await make('A dog', 'The lazy dog is not quick: it is\nbrown', ['animal', 'pet']);
    const word = await make('Ärger im Büro', 'naïve Straße');
    const cases: readonly [string, readonly number[]][] = [
      ['quick', [fox, dog]],
      ['QUICK brown', [fox, dog]],
      ['"quick brown"', [fox]],
      ['brown quick pet', [dog]],
      ['"brown quick"', []],
      ['qui', []],
      ['qui*', [fox, dog]],
      ['"the qui*"', [fox]],
      ['animal -dog', [dog]],
      ['arger buro', [word]],
      ['naive', [word]],
      ['straße', [word]],
      ['!!! quick', [fox, dog]],
      ['"quick, brown!"', [fox]],
      ['"quick brown', [fox]],
      ['', []],
      ['... "" *', []],
    ];
    for (const [text, expected] of cases) assert.deepEqual(await blocks.searchText(text), expected, text);
    await assert.rejects(blocks.searchText('quick', AbortSignal.abort()), { name: 'AbortError' });
  });

  it('takes any text', async function () {
    this.timeout(60_000);
    await make('A', 'some words OR NOT AND NEAR/2 (title:a) "b"');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('"', '*', '^', '(', ')', '\0', ' ', 'a', 'é', 'OR', 'NOT', 'NEAR/1', 'title:', '-'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        assert.ok(Array.isArray(await blocks.searchText(words)), fullTextExpression(words));
      }),
      { numRuns: 150 },
    );
    for (const long of ['a '.repeat(20_000), `"${'a '.repeat(20_000)}"`, 'a'.repeat(100_000)])
      assert.deepEqual(await blocks.searchText(long), long.startsWith('a ') ? await blocks.searchText('a') : []);
  });

  it('finds what LIKE finds in random texts, whatever has been done to them', async function () {
    this.timeout(120_000);
    const word = fc.constantFrom('amber', 'amb', 'basket', 'candle', 'candles', 'dragon', 'ember');
    const words = fc.array(word, { maxLength: 12 }).map((list) => list.join(' '));
    const step = fc.oneof(
      fc.record({ kind: fc.constant('create'), content: words, id: fc.nat(9) }),
      fc.record({ kind: fc.constant('update'), content: words, id: fc.nat(9) }),
      fc.record({ kind: fc.constant('replace'), content: words, id: fc.nat(9) }),
      fc.record({ kind: fc.constant('move'), content: words, id: fc.nat(9) }),
      fc.record({ kind: fc.constant('delete'), content: words, id: fc.nat(9) }),
      fc.record({ kind: fc.constant('rollback'), content: words, id: fc.nat(9) }),
    );
    const statements: Readonly<Record<string, string>> = {
      create: 'INSERT OR IGNORE INTO blocks (id, title, content) VALUES (?2, ?1, ?1)',
      update: 'UPDATE blocks SET content = ?1 WHERE id = ?2',
      replace: 'INSERT OR REPLACE INTO blocks (id, title, content) VALUES (?2, ?1, ?1)',
      move: 'UPDATE OR REPLACE blocks SET id = id + 3, tags = ?1 WHERE id = ?2',
      delete: 'DELETE FROM blocks WHERE id = ?2 AND ?1 IS NOT NULL',
      rollback: 'INSERT OR REPLACE INTO blocks (id, title, content) VALUES (?2, ?1, ?1)',
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 15 }),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        async (steps, wanted) => {
          for (const { kind, content, id } of steps) {
            const done = database.transaction(async (tx) => {
              await tx.run(statements[kind]!, [content, id]);
              if (kind === 'rollback') throw new Error('changed my mind');
            });
            await (kind === 'rollback' ? assert.rejects(done, /mind/) : done);
          }
          const phrase = wanted.join(' ');
          const like = await database.rows(
            `SELECT id FROM blocks WHERE ' ' || title || ' ' LIKE ?1 OR ' ' || tags || ' ' LIKE ?1
             OR ' ' || content || ' ' LIKE ?1 ORDER BY id`,
            [`% ${phrase} %`],
          );
          assert.deepEqual(await blocks.searchText(`"${phrase}"`), like.flat());
        },
      ),
      { numRuns: storage === 'best' ? 40 : 15 },
    );
    await isSound();
  });

  it('is kept up to date by whatever changes blocks', async () => {
    const ids = [await make('One', 'apple'), await make('Two', 'apple pear'), await make('Three', 'pear')];
    await blocks.createFolder('F');
    await blocks.move([{ blockId: ids[0]! }], 'F');
    await blocks.update(ids[1]!, { content: 'plum' });
    assert.deepEqual(await blocks.searchText('apple'), [ids[0]]);
    const copy = await blocks.duplicate(ids[0]!);
    assert.deepEqual(await blocks.searchText('apple'), [ids[0], copy.id]);
    await blocks.delete([{ folderPath: 'F' }]);
    assert.deepEqual(await blocks.searchText('apple'), []);
    assert.deepEqual(await blocks.searchText('plum'), [ids[1]]);
    await isSound();
  });

  it('is not confused by values that are not texts', async () => {
    await database.run('INSERT INTO blocks (title, content, tags) VALUES (?, ?, ?)', [
      new Uint8Array([0, 255, 254, 65]),
      12_345,
      null,
    ]);
    await database.run("INSERT INTO blocks (title, content) VALUES (?, 'x' || char(0) || 'behind')", [
      'n'.repeat(70_000),
    ]);
    await database.run("INSERT INTO blocks (title, content) VALUES ('''); DROP TABLE blocks; --', '\"*^ NEAR/0')");
    assert.deepEqual(await blocks.searchText('12345'), [1]);
    assert.deepEqual(await blocks.searchText('drop near'), [3]);
    await isSound();
    await database.run('DELETE FROM blocks');
    await isSound();
  });

  it('finds the blocks of a database of the original application', async () => {
    await folder.close();
    await writeDatabase(path, ORIGINAL_SCHEMA + ORIGINAL_DATA);
    await open();
    assert.deepEqual(await blocks.searchText('careful'), [1]);
    await isSound();
  });

  it('works on after all has been rewritten', async () => {
    const ids = [await make('One', 'apple'), await make('Two', 'pear')];
    await blocks.delete([{ blockId: ids[0]! }]);
    await folder.close();
    const compact = new (await plainSqlJs()).Database(readFileSync(path));
    compact.exec('VACUUM');
    writeFileSync(path, compact.export());
    compact.close();
    await open();
    assert.deepEqual(await blocks.searchText('pear'), [ids[1]]);
    await isSound();
  });

  it('that is broken is made anew when it is needed, and keeps nobody from opening the database', async () => {
    const id = await make('One', 'apple');
    await folder.close();
    const broken = new (await plainSqlJs()).Database(readFileSync(path));
    broken.exec("UPDATE blocks_full_text_segdir SET root = x'00ff00ff'");
    writeFileSync(path, broken.export());
    broken.close();
    await open();
    await rejectsWith('corrupt', database.run(CHECK_FULL_TEXT));
    assert.equal((await blocks.summaries()).length, 1);
    assert.deepEqual(await blocks.searchText('apple'), [id]);
    await isSound();
  });
});
