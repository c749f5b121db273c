/*
 * A program that calls SQLite so often, and in so many ways, that V8 compiles and recompiles the code around the calls:
 * with values of all kinds, failing disks, and databases that are opened again and again. It compares all that it reads
 * with what it wrote, and prints how many rows that were. Arguments: database, wasm, rounds.
 */
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chooseFile } from '../../src/extension/store/sqlite/chooseFile';
import type { DatabaseFile } from '../../src/extension/store/sqlite/databaseFile';
import { nodeFileOperations, type FileOperations } from '../../src/extension/store/sqlite/fileOperations';
import { loadSqlJs } from '../../src/extension/store/sqlite/sqlJs';
import type { SqlValue } from '../../src/extension/store/values';
import { seededRandom } from './random';

const [path = '', wasmPath = '', rounds = '1'] = process.argv.slice(2);

/** Rows of one round, and how many of the operations of a round fail at most. */
const ROWS = 300;
const LATEST_FAILURE = 20;

const random = seededRandom(5);

const loaded = loadSqlJs(wasmPath);

/** As the worker opens it, with the test of a scratch database first. */
async function open(operations: FileOperations): Promise<DatabaseFile> {
  const listener = { changedOutside: () => undefined, warn: () => undefined };
  const options = { path, lockTimeoutMs: 20_000, session: 'statements', listener };
  const { file, fallbackReason } = chooseFile(await loaded, 'best', options, operations);
  assert.equal(fallbackReason, undefined);
  await file.open();
  return file;
}

function anyValue(): SqlValue {
  const size = random() < 0.03 ? Math.floor(random() * 400_000) : Math.floor(random() * 40);
  switch (Math.floor(random() * 7)) {
    case 0:
      return null;
    case 1:
      return 0;
    case 2:
      return Math.floor((random() - 0.5) * 2 ** 33);
    case 3:
      return random() * 1e9;
    case 4:
      return 'a'.repeat(size);
    case 5:
      return 'ä€𝄞\uFEFF\0'.repeat(size / 5);
    default:
      return Uint8Array.from({ length: size }, (_, index) => index % 251);
  }
}

async function transaction(
  file: DatabaseFile,
  action: (file: ReturnType<DatabaseFile['begin']>) => void,
): Promise<void> {
  await file.prepareWrite();
  let isOver = false;
  try {
    action(file.begin());
    isOver = true;
    await file.commit();
  } finally {
    if (!isOver) file.rollback();
  }
}

/** The disk is full at one operation. */
function failing(): { readonly operations: FileOperations; left: number } {
  const operations = { ...nodeFileOperations } as Record<string, unknown>;
  const state = { operations: operations as unknown as FileOperations, left: Infinity };
  for (const name of ['writeSync', 'fdatasyncSync', 'ftruncateSync'] as const) {
    const original = nodeFileOperations[name] as (...values: unknown[]) => unknown;
    operations[name] = (...values: unknown[]): unknown => {
      state.left -= 1;
      if (state.left === 0) throw Object.assign(new Error('No space'), { code: 'ENOSPC' });
      return original(...values);
    };
  }
  return state;
}

/** Stores texts, of which one fails. */
async function storeTexts(number: number): Promise<number> {
  const disk = failing();
  const file = await open(disk.operations);
  const titles = (of: DatabaseFile): SqlValue[] =>
    of
      .reader()
      .read('SELECT title FROM blocks ORDER BY id')
      .rows.map(([title]) => title ?? null);
  const insert = (title: string): Promise<void> =>
    transaction(file, (connection) => {
      connection.run('INSERT INTO blocks (title, content) VALUES (?, ?)', [[title, '']]);
    });
  const before = titles(file);
  disk.left = 1 + (number % LATEST_FAILURE);
  await insert(`round ${number}`).catch(() => undefined);
  disk.left = Infinity;
  const between = titles(file);
  assert.ok(between.length - before.length <= 1);
  await insert('later');
  file.close();
  await nextTurn();
  const again = await open(nodeFileOperations);
  assert.deepEqual(titles(again), [...between, 'later']);
  assert.equal(again.reader().value('PRAGMA integrity_check'), 'ok');
  again.close();
  return between.length;
}

/** Stores values of all kinds, and changes them, which fails now and then. */
async function storeValues(number: number): Promise<number> {
  const disk = failing();
  const file = await open(disk.operations);
  const rows = Array.from({ length: ROWS }, (_, index): SqlValue[] => [index, anyValue(), anyValue(), anyValue()]);
  await transaction(file, (connection) => {
    connection.execute('DROP TABLE IF EXISTS anything; CREATE TABLE anything (id INTEGER PRIMARY KEY, a, b, c)');
    connection.run('INSERT INTO anything VALUES (?, ?, ?, ?)', rows);
  });
  const read = (): number => {
    assert.deepEqual(file.reader().query('SELECT * FROM anything').rows, rows);
    for (let turn = 0; turn < ROWS; turn += 1) {
      const found = file.reader().query('SELECT * FROM anything WHERE id = ?', [turn]).rows;
      assert.deepEqual(found, [rows[turn]]);
    }
    return 2 * ROWS;
  };
  let count = read();
  disk.left = 1 + (number % LATEST_FAILURE);
  await transaction(file, (connection) => {
    connection.run('UPDATE anything SET a = 1', [[]]);
  }).then(
    () => {
      for (const row of rows) row[1] = 1;
    },
    // Whether it has happened all the same: when only the last operation failed.
    () => {
      if (file.reader().value('SELECT min(a) = 1 AND max(a) = 1 AND count(a) = count(*) FROM anything') === 1)
        for (const row of rows) row[1] = 1;
    },
  );
  disk.left = Infinity;
  count += read();
  assert.throws(() => file.reader().query('SELECT a FROM nowhere'));
  assert.throws(() => file.reader().query('SELECT ?', [1, 2]));
  file.close();
  await nextTurn();
  return count;
}

async function main(): Promise<void> {
  let count = 0;
  // One after the other: V8 compiles for the kinds of values that it has seen so far.
  for (let number = 0; number < Number(rounds); number += 1) count += await storeTexts(number);
  for (let number = 0; number < Number(rounds); number += 1) count += await storeValues(number);
  process.stdout.write(String(count));
}

void main();
