import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { StoreError } from '../../../src/extension/domain/ports/storeError';
import { nullLog } from '../../../src/extension/platform/ports/log';
import { Database } from '../../../src/extension/store/database';
import type { Store } from '../../../src/extension/store/openStore';
import { asLast, type Writer } from '../../../src/extension/store/transaction';
import type { SqlParameter } from '../../../src/extension/store/values';
import { rejectsWith } from './rejectsWith';
import { describeEachStorage, recordChanges, TestFolder, wasmPath, workerBundle } from './testStore';

describeEachStorage('Database', (storage) => {
  let folder: TestFolder;
  let store: Store;
  let database: Database;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
    store = await folder.store();
    database = store.database;
  });
  afterEach(() => folder.end());

  const titles = async (): Promise<unknown[]> =>
    (await database.reader.rows('SELECT title FROM blocks ORDER BY id')).map(([title]) => title);
  const add = (writer: Pick<Writer, 'run'>, title: string) =>
    writer.run('INSERT INTO blocks (title) VALUES (?)', [title]);

  describe('operations of the original application', () => {
    it('get, all and run answer as its module did', async () => {
      await database.initialize();
      const first = await database.run('INSERT INTO blocks (title, content) VALUES (?, ?)', ['Introduction', 'Text']);
      assert.deepEqual(first, { lastID: 1, changes: 1 });
      await database.run('INSERT INTO blocks (title) VALUES (?)', ['Second']);
      assert.deepEqual(await database.run("UPDATE blocks SET tags = 'x'"), { lastID: 2, changes: 2 });
      assert.deepEqual(await database.get('SELECT id, title FROM blocks WHERE id = ?', [1]), {
        id: 1,
        title: 'Introduction',
      });
      assert.equal(await database.get('SELECT id FROM blocks WHERE id = 99'), undefined);
      assert.equal((await database.all('SELECT * FROM blocks')).length, 2);
    });

    it('a transaction keeps what was stored between its begin and its commit', async () => {
      await database.beginTransaction();
      const { lastID } = await database.run('INSERT INTO workflows (name) VALUES (?)', ['My Workflow']);
      assert.equal((await database.get('SELECT name FROM workflows WHERE id = ?', [lastID]))?.['name'], 'My Workflow');
      await database.commitTransaction();
      assert.equal((await database.all('SELECT * FROM workflows')).length, 1);
    });

    it('a rollback leaves nothing, not even the file', async () => {
      await database.beginTransaction();
      await add(database, 'gone');
      await database.rollbackTransaction();
      assert.deepEqual(await titles(), []);
      assert.equal(existsSync(folder.file('data')), false);
    });

    it('what does not come through this object waits for the end of its transaction', async () => {
      await database.beginTransaction();
      await add(database, 'mine');
      const elsewhere = database.transaction((tx) => add(tx, 'elsewhere'));
      const reading = titles();
      await database.rollbackTransaction();
      await elsewhere;
      assert.deepEqual(await titles(), ['elsewhere']);
      assert.ok(!(await reading).includes('mine'));
    });

    it('refuses a second begin, and an end without a begin', async () => {
      await rejectsWith('closed', database.commitTransaction());
      await database.beginTransaction();
      await rejectsWith('busy', database.beginTransaction());
      await database.rollbackTransaction();
      await rejectsWith('closed', database.rollbackTransaction());
    });
  });

  describe('transaction', () => {
    it('is told of before a read finds what it did', async () => {
      const changes = recordChanges(store);
      let isOver = false;
      const reading = async (): Promise<void> => {
        while (!isOver) {
          const found = (await titles()).length;
          assert.ok(found <= changes.length, `${found} blocks were found when ${changes.length} had been told of`);
        }
      };
      const storing = async (): Promise<void> => {
        for (let count = 1; count <= 50; count += 1) {
          await database.briefTransaction(async (tx) => {
            tx.changed({ entity: 'workflow', action: 'created', id: count });
            return asLast(tx, add(tx, 'new'));
          });
        }
      };
      const readers = [reading(), reading(), reading()];
      await Promise.all([storing(), storing(), storing()]).finally(() => {
        isOver = true;
      });
      await Promise.all(readers);
    });

    it('never takes in statements from elsewhere, in whatever order they come', async () => {
      const slow = Array.from({ length: 6 }, (_, index) =>
        database
          .transaction(async (tx) => {
            for (const part of ['a', 'b', 'c']) {
              await add(tx, `${index}${part}`);
              // Gives the others every chance to slip in.
              await new Promise((resolve) => setTimeout(resolve, 1));
            }
            if (index % 2 === 1) throw new Error('Undo this one');
          })
          .catch(() => undefined),
      );
      const single = Array.from({ length: 6 }, (_, index) =>
        database.run('INSERT INTO blocks (title) VALUES (?)', [`single ${index}`]),
      );
      const readings = Array.from({ length: 6 }, () => titles());
      await Promise.all([...slow, ...single]);
      const stored = await titles();
      const kept = stored.filter((title) => !String(title).startsWith('single'));
      assert.deepEqual(kept, ['0a', '0b', '0c', '2a', '2b', '2c', '4a', '4b', '4c']);
      assert.equal(stored.length, 15);
      for (const reading of await Promise.all(readings)) {
        const parts = reading.filter((title) => !String(title).startsWith('single'));
        assert.equal(parts.length % 3, 0, `read in the middle of a transaction: ${reading.join()}`);
        assert.ok(parts.every((title) => /^[024]/.test(String(title))));
      }
    });

    it('tells its changes once, after the commit, and nothing of a rollback', async () => {
      const changes = recordChanges(store);
      await database.transaction(async (tx) => {
        const { lastID } = await add(tx, 'one');
        tx.changed({ entity: 'payload', action: 'created', id: lastID });
        tx.changed({ entity: 'run', action: 'deleted', id: 7 });
        assert.deepEqual(changes, []);
      });
      const told = [
        [
          { entity: 'payload', action: 'created', id: 1 },
          { entity: 'run', action: 'deleted', id: 7 },
        ],
      ];
      assert.deepEqual(changes, told);
      const failure = new Error('No');
      const undone = database.transaction((tx) => {
        tx.changed({ entity: 'run', action: 'deleted', id: 8 });
        return Promise.reject(failure);
      });
      await assert.rejects(undone, failure);
      assert.deepEqual(changes, told);
    });

    it('a listener that throws keeps nobody else from hearing', async () => {
      store.events.onDidChange(() => {
        throw new Error('A view is broken');
      });
      const changes = recordChanges(store);
      await add(database, 'x');
      assert.deepEqual(changes, ['everything']);
    });

    it('its writer is of no use after the end', async () => {
      let kept: Writer | undefined;
      await database.transaction(async (tx) => {
        kept = tx;
        await add(tx, 'in time');
      });
      const late = kept!;
      await rejectsWith('closed', add(late, 'too late'));
      await rejectsWith('closed', late.all('SELECT * FROM blocks'));
      assert.throws(() => {
        late.changed({ entity: 'run', action: 'deleted', id: 1 });
      });
      assert.deepEqual(await titles(), ['in time']);
    });

    it('ends with its last statements, all of them or none, whoever else writes at the same time', async () => {
      const refused = 'INSERT INTO blocks (title) VALUES (NULL)';
      const ends = await Promise.allSettled([
        add(database, 'before'),
        database.briefTransaction((tx) => asLast(tx, Promise.all([add(tx, 'a'), add(tx, 'b')]))),
        database.briefTransaction((tx) => asLast(tx, Promise.all([add(tx, 'c'), tx.run(refused), add(tx, 'd')]))),
        add(database, 'after'),
      ]);
      assert.deepEqual(
        ends.map((end) => end.status === 'rejected' && (end.reason as StoreError).reason),
        [false, false, 'constraint', false],
      );
      assert.deepEqual(await titles(), ['before', 'a', 'b', 'after']);
    });

    it('takes no statement after its last ones, and tells what was found out from their results', async () => {
      const changes = recordChanges(store);
      await database.briefTransaction(async (tx) => {
        const { lastID } = await asLast(tx, add(tx, 'one'));
        await rejectsWith('closed', add(tx, 'too late'));
        tx.changed({ entity: 'payload', action: 'created', id: lastID });
      });
      assert.deepEqual(changes, [[{ entity: 'payload', action: 'created', id: 1 }]]);
      assert.deepEqual(await titles(), ['one']);
    });

    it('refuses the database object inside, which would wait for itself', async () => {
      await database.transaction(async () => {
        await rejectsWith(
          'failed',
          database.transaction((tx) => add(tx, 'x')),
        );
        await rejectsWith('failed', database.run('DELETE FROM blocks'));
        await rejectsWith('failed', database.all('SELECT * FROM blocks'));
        await rejectsWith('failed', store.blocks.summaries());
      });
      await add(database, 'after');
      assert.deepEqual(await titles(), ['after']);
    });

    it('leaves the rest of it standing when one statement is refused', async () => {
      await database.transaction(async (tx) => {
        await add(tx, 'good');
        await rejectsWith('constraint', tx.run('INSERT INTO blocks (title) VALUES (NULL)'));
      });
      assert.deepEqual(await titles(), ['good']);
    });

    it('runMany stores all rows or none', async () => {
      await rejectsWith(
        'constraint',
        database.runMany('INSERT INTO blocks (title) VALUES (?)', [['a'], ['b'], [null]]),
      );
      assert.deepEqual(await titles(), []);
      const result = await database.runMany('INSERT INTO blocks (title) VALUES (?)', [['a'], ['b']]);
      assert.equal(result.changes, 2);
      assert.equal((await database.runMany('DELETE FROM blocks WHERE id = ?', [])).changes, 0);
    });
  });

  describe('values', () => {
    const echo = async (value: SqlParameter): Promise<unknown> =>
      (await database.get('SELECT ? AS value', [value]))?.['value'];

    it('come back as they went in', async () => {
      for (const value of [
        '',
        'Grüße 🎉',
        '\uFEFFa text with a byte order mark before it',
        'a\0b',
        0,
        -1,
        1.5,
        2 ** 40,
        null,
      ]) {
        assert.deepEqual(await echo(value), value);
      }
      assert.deepEqual(await echo(new Uint8Array([0, 255, 7])), new Uint8Array([0, 255, 7]));
      assert.deepEqual(await echo(new Uint8Array(0)), new Uint8Array(0));
    });

    it('of more than 32 bits are integers in a column of integers', async () => {
      const { lastID } = await database.run("INSERT INTO blocks (title, content_changed_at) VALUES ('x', ?)", [
        2 ** 45,
      ]);
      const row = await database.get(
        'SELECT content_changed_at AS time, typeof(content_changed_at) AS type FROM blocks WHERE id = ?',
        [lastID],
      );
      assert.deepEqual(row, { time: 2 ** 45, type: 'integer' });
    });

    it('are converted where sql.js would store something else', async () => {
      assert.equal(await echo(true), 1);
      assert.equal(await echo(12n), 12);
      const floats = new Float32Array([1.5, -2]);
      assert.deepEqual(await echo(floats), new Uint8Array(floats.buffer));
      assert.deepEqual(await echo(Buffer.from('abc').subarray(1)), new Uint8Array([98, 99]));
    });

    it('are refused with a reason where they cannot be stored', async () => {
      for (const value of [undefined, Number.NaN, 2n ** 60n, new Date(), {}, Symbol('x')]) {
        await rejectsWith('failed', echo(value as SqlParameter));
      }
      await rejectsWith(
        'failed',
        database.run('INSERT INTO blocks (title) VALUES (?)', [undefined as unknown as null]),
      );
      assert.equal(existsSync(folder.file('data')), false);
    });
  });

  it('executes one statement at a time, and none that controls transactions', async () => {
    await rejectsWith('failed', database.run("INSERT INTO blocks (title) VALUES ('a'); DELETE FROM blocks"));
    await database.run("INSERT INTO blocks (title) VALUES ('a'); -- and a comment; /* or two */");
    for (const sql of ['BEGIN', ' -- x\n COMMIT', '/* x */ rollback', "ATTACH '/tmp/x' AS x", 'END']) {
      await rejectsWith('failed', database.run(sql));
    }
    await database.transaction(async (tx) => {
      await tx.run('SAVEPOINT s');
      await add(tx, 'b');
      await tx.run('ROLLBACK TO s');
      await rejectsWith('failed', tx.run('COMMIT'));
    });
    assert.deepEqual(await titles(), ['a']);
  });

  it('reads through a reader only', async () => {
    await add(database, 'a');
    await rejectsWith('read-only', database.reader.all("INSERT INTO blocks (title) VALUES ('b') RETURNING id"));
    await rejectsWith('read-only', database.reader.all('DROP TABLE blocks'));
    assert.deepEqual(await titles(), ['a']);
  });

  it('enforces foreign keys', async () => {
    await rejectsWith('constraint', database.run('INSERT INTO payload_blocks (payload_id, block_id) VALUES (1, 1)'));
  });

  it('reports a faulty statement with what SQLite says', async () => {
    const error = await rejectsWith('failed', database.all('SELECT x FROM nowhere'));
    assert.match(error.message, /no such table: nowhere/);
  });

  it('executes more different statements than it keeps', async () => {
    for (let index = 0; index < 200; index += 1) await database.all(`SELECT ${index}`);
    assert.deepEqual(await database.get('SELECT 7 AS x'), { x: 7 });
  });

  it('is closed for good, and closing rolls back what is open', async () => {
    await add(database, 'kept');
    await database.beginTransaction();
    await add(database, 'lost');
    await database.close();
    await rejectsWith('closed', database.all('SELECT 1'));
    await rejectsWith('closed', database.initialize());
    await database.close();
    const again = await folder.store();
    const rows = await again.database.all('SELECT title FROM blocks');
    assert.deepEqual(rows, [{ title: 'kept' }]);
  });

  it('costs nothing before its first use', async () => {
    const unused = new Database({
      path: '/nowhere/x.db',
      workerPath: '/nowhere/worker.js',
      wasmPath: '',
      log: nullLog,
    });
    await unused.close();
  });

  it('says what is missing of the installation, each time it is asked', async () => {
    const workerPath = await workerBundle();
    const path = folder.file('x.db');
    const noWasm = new Database({ path, workerPath, wasmPath: folder.file('no.wasm'), log: nullLog });
    const noWorker = new Database({ path, workerPath: folder.file('no.js'), wasmPath, log: nullLog });
    for (const broken of [noWasm, noWasm, noWorker, noWorker]) await rejectsWith('failed', broken.all('SELECT 1'));
    await Promise.all([noWasm.close(), noWorker.close()]);
  });
});
