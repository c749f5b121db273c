import assert from 'node:assert/strict';
import { StoreError } from '../../src/extension/domain/ports/storeError';
import type { Connection } from '../../src/extension/store/sqlite/connection';
import type { DatabaseFile } from '../../src/extension/store/sqlite/databaseFile';
import { TransactionTurns } from '../../src/extension/store/transactionTurns';
import { seededRandom } from './random';

/** How many write at the same time, each one brief transaction after the other. */
export const WRITERS = 6;

/** The ids of rows: how many transactions there were, and each writer's last one. */
const COUNT = 1;
const POSITION = 100;

/** How many texts each writer has, and where they begin. */
const TEXTS = 5;
const FIRST_TEXT = 1000;

/** What becomes of a transaction: some break a rule of the database, and some are given up by whoever began them. */
export type Fate = 'kept' | 'refused' | 'given up';

/** The number of the last transaction of each writer. */
export type Positions = readonly number[];

class GivenUp extends Error {}

/** What a transaction is to become: the same in every process. */
export function fateOf(seed: number, writer: number, number: number): Fate {
  const chance = randomOf(seed, writer, number)();
  if (chance < 0.15) return 'refused';
  return chance < 0.3 ? 'given up' : 'kept';
}

/** Numbers transactions on from where the database stands, and commits what belongs together by `file`. */
export class BriefWriters {
  readonly turns: TransactionTurns;
  /** How many transactions there had been, in the database, at the end of each group. */
  readonly ends: number[] = [];
  readonly #seed: number;

  /** `ending` is told how many there are when they are about to be written to the disk. */
  constructor(file: DatabaseFile, seed: number, ending: (count: number) => void = () => undefined) {
    this.#seed = seed;
    const { ends } = this;
    let open: Connection | undefined;
    const observed: Pick<DatabaseFile, 'prepareWrite' | 'begin' | 'commit' | 'rollback' | 'close'> = {
      prepareWrite: () => file.prepareWrite(),
      begin: () => (open = file.begin()),
      commit: () => {
        assert.ok(open);
        const count = countIn(open);
        ends.push(count);
        ending(count);
        return file.commit();
      },
      rollback: () => {
        file.rollback();
      },
      close: () => {
        file.close();
      },
    };
    this.turns = new TransactionTurns(() => observed as DatabaseFile);
  }

  /** Transactions of all writers at the same time, so many of each; tells of each that was acknowledged. */
  async run(from: Positions, most: number, acknowledge: (writer: number, number: number) => void): Promise<void> {
    await Promise.all(
      from.map(async (begin, writer) => {
        for (let number = begin + 1; number <= begin + most; number += 1) {
          const kept = await this.#once(writer, number);
          assert.equal(kept, fateOf(this.#seed, writer, number) === 'kept', `${writer}, ${number}`);
          if (kept) acknowledge(writer, number);
        }
      }),
    );
  }

  /** One transaction; whether it was acknowledged. */
  async #once(writer: number, number: number): Promise<boolean> {
    const id = 1 + writer + number * WRITERS;
    await this.turns.begin(id, true);
    try {
      const connection = this.turns.connectionOf(id);
      connection.run(STORE, [[COUNT, String(countIn(connection) + 1)]]);
      connection.run(STORE, textOf(this.#seed, writer, number));
      connection.run(STORE, [[POSITION + writer, String(number)]]);
      // A message of another statement comes between.
      if (number % 3 === 0) await Promise.resolve();
      const fate = fateOf(this.#seed, writer, number);
      if (fate === 'refused') connection.run('INSERT INTO payload_blocks (payload_id, block_id) VALUES (-1, 1)', [[]]);
      if (fate === 'given up') throw new GivenUp();
    } catch (error) {
      await this.turns.rollback(id);
      if (error instanceof GivenUp || (error instanceof StoreError && error.reason === 'constraint')) return false;
      throw error;
    }
    await this.turns.commit(id);
    return true;
  }
}

/** Where each writer stands. */
export function positionsIn(connection: Connection): Positions {
  return Array.from({ length: WRITERS }, (_, writer) => numberAt(connection, POSITION + writer));
}

/** How many transactions a database holds. */
export function countIn(connection: Connection): number {
  return numberAt(connection, COUNT);
}

/**
 * Asserts that a database is sound, holds every transaction that was acknowledged, at most one more of each writer, and
 * of none a part; where each writer stands.
 */
export function checkWriters(connection: Connection, seed: number, acknowledged: Positions): Positions {
  assert.deepEqual(connection.query('PRAGMA integrity_check').rows, [['ok']]);
  const positions = positionsIn(connection);
  const expected = new Map<number, string>();
  let count = 0;
  for (const [writer, position] of positions.entries()) {
    const last = acknowledged[writer] ?? 0;
    assert.ok(position >= last, `writer ${writer}: ${last} was acknowledged, ${position} is there`);
    assert.ok(position <= nextKept(seed, writer, last), `writer ${writer}: ${position} is there after ${last}`);
    if (position > 0) expected.set(POSITION + writer, String(position));
    for (let number = 1; number <= position; number += 1) {
      if (fateOf(seed, writer, number) !== 'kept') continue;
      count += 1;
      for (const [id, text] of textOf(seed, writer, number)) expected.set(id, text);
    }
  }
  if (count > 0) expected.set(COUNT, String(count));
  const rows = connection.query("SELECT id, content FROM blocks WHERE title = 'brief' ORDER BY id").rows;
  assert.deepEqual(
    rows,
    [...expected].sort(([a], [b]) => a - b),
  );
  return positions;
}

const STORE = "INSERT OR REPLACE INTO blocks (id, title, content) VALUES (?, 'brief', ?)";

function textOf(seed: number, writer: number, number: number): [number, string][] {
  const random = randomOf(seed, writer, number);
  // The first one decides what becomes of it.
  random();
  const id = FIRST_TEXT + writer * TEXTS + Math.floor(random() * TEXTS);
  return [[id, `${number} ${'x'.repeat(Math.floor(random() ** 4 * 20_000))}`]];
}

function nextKept(seed: number, writer: number, after: number): number {
  for (let number = after + 1; ; number += 1) if (fateOf(seed, writer, number) === 'kept') return number;
}

function numberAt(connection: Connection, id: number): number {
  return Number(connection.value('SELECT content FROM blocks WHERE id = ?', [id]) ?? 0);
}

function randomOf(seed: number, writer: number, number: number): () => number {
  return seededRandom(seed * 1_000_003 + writer * 100_003 + number);
}
