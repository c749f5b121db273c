import assert from 'node:assert/strict';
import type { Connection } from '../../src/extension/store/sqlite/connection';
import { seededRandom } from './random';

/** How many different rows the transactions write. */
const ROWS = 40;

/** The id of the row that counts the transactions. */
const POSITION = 1000;

/** What a transaction does to one row: stores a text, or removes it. */
interface Step {
  readonly id: number;
  readonly content: string | undefined;
}

/** The rows by their id. */
export type Content = ReadonlyMap<number, string>;

/** What the transaction with a number does: the same in every process, whatever has happened before. */
export function stepsOf(seed: number, number: number): readonly Step[] {
  const random = seededRandom(seed * 1_000_003 + number);
  const steps = Array.from({ length: 1 + Math.floor(random() * 8) }, (): Step => {
    const id = 1 + Math.floor(random() * ROWS);
    if (random() < 0.25) return { id, content: undefined };
    const letter = String.fromCharCode(97 + Math.floor(random() * 26));
    // Some fill several pages.
    return { id, content: `${number} ${letter.repeat(Math.floor(random() ** 4 * 20_000))}` };
  });
  return [...steps, { id: POSITION, content: String(number) }];
}

/** Executes the transaction with a number inside one that has been begun. */
export function execute(connection: Connection, seed: number, number: number): void {
  for (const { id, content } of stepsOf(seed, number)) {
    if (content === undefined) connection.run('DELETE FROM blocks WHERE id = ?', [[id]]);
    else connection.run("INSERT OR REPLACE INTO blocks (id, title, content) VALUES (?, 'x', ?)", [[id, content]]);
  }
}

/** How many transactions a database holds. */
export function positionIn(connection: Connection): number {
  return Number(connection.value('SELECT content FROM blocks WHERE id = ?', [POSITION]) ?? 0);
}

/** The content after so many transactions, computed without a database. */
export class Replay {
  readonly #seed: number;
  readonly #content = new Map<number, string>();
  #position = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Goes on to a later transaction. */
  at(position: number): Content {
    assert.ok(position >= this.#position, `the database fell back to ${position} from ${this.#position}`);
    while (this.#position < position) {
      this.#position += 1;
      for (const { id, content } of stepsOf(this.#seed, this.#position)) {
        if (content === undefined) this.#content.delete(id);
        else this.#content.set(id, content);
      }
    }
    return this.#content;
  }
}

/** Asserts that a database is sound and holds exactly what the transactions up to its position left. */
export function checkContent(connection: Connection, replay: Replay, fewest: number, most: number): number {
  assert.deepEqual(connection.query('PRAGMA integrity_check').rows, [['ok']]);
  const position = positionIn(connection);
  assert.ok(position >= fewest, `${fewest} transactions were acknowledged, ${position} are there`);
  assert.ok(position <= most, `${most} transactions were begun, ${position} are there`);
  const rows = connection.query('SELECT id, content FROM blocks ORDER BY id').rows;
  const expected = [...replay.at(position)].sort(([a], [b]) => a - b);
  assert.deepEqual(rows, expected);
  return position;
}
