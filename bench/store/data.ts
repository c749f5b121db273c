import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { removeFullText } from './fullTextIndex';
import { openOurs } from './ours';

const WORDS = 'amber basket candle dragon ember forest garden harbor island jungle kettle lantern meadow needle'.split(
  ' ',
);

/** A word that stands in few texts. */
export const RARE = 'quicksilver comet';

/** How many folders hold the blocks. */
export const FOLDERS = 100;

/** The statement that stores a block, and the values for the one with a number. */
export const INSERT_BLOCK = 'INSERT INTO blocks (title, content, tags, folder_path) VALUES (?, ?, ?, ?)';

/** The values of a block: about 700 characters of text. */
export function blockValues(number: number): [string, string, string, string] {
  const words = Array.from(
    { length: 100 },
    (_, index) => WORDS[(number * 7 + index * (1 + (number % 5))) % WORDS.length],
  );
  if (number % 500 === 0) words[50] = RARE;
  return [`Block ${number}`, words.join(' '), 'alpha, beta', `folder ${number % FOLDERS}/sub ${number % 7}`];
}

/** Makes a library with so many blocks, and for each a response with metadata. */
export async function makeLibrary(path: string, blocks: number): Promise<void> {
  rmSync(path, { force: true });
  const engine = await openOurs(path);
  await engine.transaction(INSERT_BLOCK, range(blocks).map(blockValues));
  await engine.transaction(
    'INSERT INTO responses (content, metadata) VALUES (?, ?)',
    range(Math.min(blocks, 10_000)).map((number) => [
      `Response ${number}`,
      JSON.stringify({ model: `model ${number % 10}`, tokens: number % 1000, timings: { first: number } }),
    ]),
  );
  engine.close();
}

/** Makes a library that fills so many megabytes with texts, without the index of words. */
export async function makeLargeLibrary(path: string, megabytes: number): Promise<void> {
  await makeLibrary(path, 1);
  await removeFullText(path);
  const engine = await openOurs(path);
  const text = blockValues(1)[1].repeat(40);
  await engine.transaction(INSERT_BLOCK, [['First', '', '', '']]);
  while (statSync(path).size < megabytes * 1e6) {
    const left = Math.ceil((megabytes * 1e6 - statSync(path).size) / (text.length + 500));
    const values = ['Large', text, '', 'large'] as const;
    await engine.transaction(
      INSERT_BLOCK,
      range(Math.min(left, 1000)).map(() => values),
    );
  }
  engine.close();
}

/** A fresh copy of a library for one engine. */
export function copyOf(path: string, name: string): string {
  const folder = join(path, '..', name.replace(/\W/g, '-'));
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, 'library.db');
  for (const leftover of [copy, `${copy}-journal`]) if (existsSync(leftover)) rmSync(leftover);
  copyFileSync(path, copy);
  return copy;
}

/** The numbers from 0 up to a count. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
