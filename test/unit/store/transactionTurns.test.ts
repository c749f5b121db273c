import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import type { Connection } from '../../../src/extension/store/sqlite/connection';
import type { DatabaseFile } from '../../../src/extension/store/sqlite/databaseFile';
import { TransactionTurns } from '../../../src/extension/store/transactionTurns';
import { text } from '../../../src/shared/model/text';
import { describeEachStorage, TestFolder } from './testStore';

const failure = new StoreError('full', text('The disk is full.'));

/** A file that holds a list of words, with what SQLite does about transactions and savepoints. */
class FakeFile implements Pick<DatabaseFile, 'prepareWrite' | 'begin' | 'commit' | 'rollback'> {
  onDisk: readonly string[] = [];
  commits = 0;
  isFull = false;
  private open: string[] | undefined;
  private savepoint: number | undefined;

  readonly connection = {
    query: (sql: string) => {
      assert.ok(this.open, `${sql} outside of a transaction`);
      if (sql.startsWith('SAVEPOINT')) this.savepoint = this.open.length;
      else if (sql.startsWith('ROLLBACK TO')) this.open.length = this.savepoint ?? assert.fail('no such savepoint');
      else if (sql.startsWith('RELEASE')) this.savepoint = undefined;
      else this.open.push(sql);
      return { columns: [], rows: [] };
    },
  } as unknown as Connection;

  async prepareWrite(): Promise<void> {
    assert.equal(this.open, undefined, 'a transaction is open already');
    await Promise.resolve();
  }

  begin(): Connection {
    this.open = [...this.onDisk];
    return this.connection;
  }

  async commit(): Promise<void> {
    await Promise.resolve();
    const { open } = this;
    this.open = undefined;
    if (this.isFull) throw failure;
    this.commits += 1;
    this.onDisk = open ?? assert.fail('nothing is open');
  }

  rollback(): void {
    this.open = undefined;
  }
}

function turnsOf(): { readonly file: FakeFile; readonly turns: TransactionTurns; write: typeof write } {
  const file = new FakeFile();
  const turns = new TransactionTurns(() => file as unknown as DatabaseFile);
  let last = 0;
  /** One transaction that writes a word; `steps` are how long it takes. */
  async function write(word: string, { brief = true, steps = 1, rollBack = false } = {}): Promise<void> {
    last += 1;
    const id = last;
    await turns.begin(id, brief);
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    turns.connectionOf(id).query(word);
    await (rollBack ? turns.rollback(id) : turns.commit(id));
    if (!rollBack) assert.ok(file.onDisk.includes(word), `${word} was confirmed and is not on the disk`);
  }
  return { file, turns, write };
}

describe('Transactions that take turns', () => {
  it('are written to the disk together when they are brief and wait for each other', async () => {
    const { file, write } = turnsOf();
    await Promise.all(['a', 'b', 'c', 'd'].map((word) => write(word)));
    assert.deepEqual(file.onDisk, ['a', 'b', 'c', 'd']);
    assert.equal(file.commits, 1);
  });

  it('are written each by itself when they follow each other, or are not brief', async () => {
    const { file, write } = turnsOf();
    await write('a');
    await write('b');
    await Promise.all(['c', 'd'].map((word) => write(word, { brief: false })));
    assert.equal(file.commits, 4);
  });

  it('do not make a transaction wait for one that is not brief', async () => {
    const { file, turns } = turnsOf();
    await turns.begin(1, true);
    const second = turns.begin(2, false);
    turns.connectionOf(1).query('a');
    await turns.commit(1);
    assert.deepEqual(file.onDisk, ['a']);
    await second;
    await turns.commit(2);
  });

  it('undo one of several without the others', async () => {
    const { file, write } = turnsOf();
    await Promise.all([write('a'), write('b', { rollBack: true }), write('c'), write('d', { rollBack: true })]);
    assert.deepEqual(file.onDisk, ['a', 'c']);
  });

  it('undo one whose commit came along with a statement that failed, without the others', async () => {
    const { file, turns, write } = turnsOf();
    const before = write('a');
    const beginning = turns.begin(100, true);
    const after = write('c');
    await beginning;
    turns.statement(100, (connection) => connection.query('b'));
    assert.throws(() => {
      turns.statement(100, () => {
        throw failure;
      });
    }, failure);
    await assert.rejects(turns.commit(100, true), failure);
    await Promise.all([before, after]);
    assert.deepEqual(file.onDisk, ['a', 'c']);
  });

  it('tell everybody whose words were lost together', async () => {
    const { file, write } = turnsOf();
    file.isFull = true;
    const ends = await Promise.allSettled(['a', 'b', 'c'].map((word) => write(word)));
    assert.deepEqual(
      ends.map((end) => end.status === 'rejected' && (end.reason as unknown)),
      [failure, failure, failure],
    );
    file.isFull = false;
    await write('d');
    assert.deepEqual(file.onDisk, ['d']);
  });

  it('confirm nothing of what SQLite has undone by itself', async () => {
    const { file, turns } = turnsOf();
    await turns.begin(1, true);
    const second = turns.begin(2, true);
    turns.connectionOf(1).query('a');
    const first = turns.commit(1);
    await second;
    file.connection.query = () => {
      throw failure;
    };
    await turns.rollback(2);
    await assert.rejects(first, StoreError);
    assert.equal(file.commits, 0);
  });

  it('are written when the session closes while others wait, and what is open is undone', async () => {
    const { file, turns } = turnsOf();
    await turns.begin(1, true);
    const second = turns.begin(2, true);
    turns.connectionOf(1).query('a');
    const first = turns.commit(1);
    await second;
    turns.connectionOf(2).query('b');
    await turns.close();
    await first;
    assert.deepEqual(file.onDisk, ['a']);
    await assert.rejects(turns.begin(3, true), StoreError);
  });

  it('come to the same whatever they are, in the order in which they were asked for', async () => {
    const plan = fc.record({ brief: fc.boolean(), steps: fc.nat(4), rollBack: fc.boolean(), pause: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { maxLength: 20 }), async (plans) => {
        const { file, turns, write } = turnsOf();
        const all: Promise<void>[] = [];
        for (const [index, { pause, ...one }] of plans.entries()) {
          all.push(write(`${index}`, one));
          for (let step = 0; step < pause * 5; step += 1) await Promise.resolve();
        }
        await Promise.all(all);
        assert.equal(turns.isOpen, false);
        assert.deepEqual(
          file.onDisk,
          plans.flatMap(({ rollBack }, index) => (rollBack ? [] : [`${index}`])),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describeEachStorage('Brief transactions', (storage) => {
  let folder: TestFolder;
  beforeEach(async () => {
    folder = await TestFolder.make(storage);
  });
  afterEach(() => folder.end());

  it('are each there for another window when they resolve, those that fail leave no trace', async function () {
    this.timeout(60_000);
    const { database } = await folder.store();
    const other = await folder.store();
    await database.run("INSERT INTO blocks (title, content) VALUES ('first', '')");
    const titles = Array.from({ length: 40 }, (_, index) => `block ${index}`);
    const ends = await Promise.allSettled(
      titles.map((title, index) =>
        database.briefTransaction(async (tx) => {
          await tx.run('INSERT INTO blocks (title, content) VALUES (?, ?)', [title, '']);
          if (index % 5 === 4) throw failure;
          if (index % 7 === 6) await tx.run('INSERT INTO payload_blocks (payload_id, block_id) VALUES (?, 1)', [-1]);
        }),
      ),
    );
    const kept = titles.filter((_, index) => ends[index]?.status === 'fulfilled');
    assert.equal(kept.length, titles.filter((_, index) => index % 5 !== 4 && index % 7 !== 6).length);
    const rows = await other.database.rows("SELECT title FROM blocks WHERE title <> 'first' ORDER BY id");
    assert.deepEqual(rows.flat(), kept);
    assert.deepEqual(await database.rows('PRAGMA integrity_check'), [['ok']]);
  });

  it('let a reader see what has been confirmed', async () => {
    const { database } = await folder.store();
    const writes = Array.from({ length: 20 }, (_, index) =>
      database.briefTransaction((tx) => tx.run('INSERT INTO blocks (title, content) VALUES (?, ?)', [`${index}`, ''])),
    );
    let confirmed = 0;
    for (const write of writes) void write.then(() => (confirmed += 1));
    const counts: number[] = [];
    for (let look = 0; look < 10; look += 1) {
      const before = confirmed;
      const [row] = await database.reader.rows('SELECT count(*) FROM blocks');
      counts.push(Number(row?.[0]) - before);
    }
    await Promise.all(writes);
    assert.ok(
      counts.every((ahead) => ahead >= 0),
      `a reader saw less than was confirmed: ${counts.join(' ')}`,
    );
  });
});
