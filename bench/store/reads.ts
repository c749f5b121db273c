import { BLOCK_COLUMNS, SUMMARY_COLUMNS } from '../../src/extension/store/blockRow';
import { FOLDERS, RARE } from './data';
import type { Engine } from './engine';
import { printResult } from '../result';
import { withFullText } from './fullTextIndex';
import { compare, type Work } from './timing';

const TREE = `SELECT ${SUMMARY_COLUMNS} FROM blocks`;
const CHILDREN = `SELECT ${SUMMARY_COLUMNS} FROM blocks WHERE folder_path = ? ORDER BY title`;
const POINT = `SELECT ${BLOCK_COLUMNS} FROM blocks WHERE id = ?`;
const JSON_FILTER = "SELECT id FROM responses WHERE json_extract(metadata, '$.tokens') = ?";

const PATTERN = `%${RARE}%`;

/** The search of the product. */
export const LIKE =
  "SELECT id FROM blocks WHERE title LIKE ? ESCAPE '\\' OR tags LIKE ? ESCAPE '\\' OR content LIKE ? ESCAPE '\\'";

/** Reads a library of so many blocks in every way the product does. */
export async function benchReads(engines: readonly Engine[], blocks: number): Promise<void> {
  const named = (what: string): string => `${what}, ${blocks} blocks`;
  const large = blocks > 10_000;
  const samples = 9;
  const bars = { native: 1.9, wasm: 1 };
  await compare(engines, { bench: named('tree'), bars, times: 1, samples, run: (engine) => engine.query(TREE) });
  if (large) return;
  await compare(engines, {
    bench: named('children of a folder'),
    bars,
    times: 100,
    samples,
    run: (engine, count) => engine.query(CHILDREN, [`folder ${count % FOLDERS}/sub ${count % 7}`]),
  });
  await compare(engines, {
    bench: named('point read'),
    bars,
    times: 1000,
    samples,
    run: (engine, count) => engine.query(POINT, [1 + ((count * 7919) % blocks)]),
  });
  await compare(engines, {
    bench: named('JSON filter'),
    bars,
    times: 3,
    samples,
    run: (engine, count) => engine.query(JSON_FILTER, [count % 1000]),
  });
  const like = await compare(engines, {
    bench: named('LIKE'),
    bars,
    times: 3,
    samples,
    run: (engine) => engine.query(LIKE, [PATTERN, PATTERN, PATTERN]),
  });
  const phrase = await compare(engines, await fullTextSearch(engines, blocks));
  printResult({
    bench: named('full-text phrase against LIKE (at most 1/50, and 0.5 ms)'),
    ours: phrase.get('ours') ?? 0,
    reference: like.get('ours') ?? 0,
    referenceName: 'LIKE of ours',
    unit: 'ms',
  });
}

/** Finds the same blocks by the index of words: by FTS4, or by FTS5 where there is no FTS4. */
async function fullTextSearch(engines: readonly Engine[], blocks: number): Promise<Work> {
  const searches = new Map<Engine, string>();
  for (const engine of engines) searches.set(engine, await withFullText(engine));
  const found = engines.map((engine) => engine.query(searches.get(engine) ?? '', [`"${RARE}"`]).length);
  if (new Set(found).size !== 1 || found[0] === 0) throw new Error(`The engines find ${found.join(', ')} blocks`);
  return {
    bench: `full-text phrase, ${blocks} blocks`,
    times: 50,
    samples: 9,
    run: (engine) => engine.query(searches.get(engine) ?? '', [`"${RARE}"`]),
  };
}
