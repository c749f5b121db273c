import { BLOCK_COLUMNS, SUMMARY_COLUMNS } from '../../src/extension/store/blockRow';
import { FOLDERS, RARE } from './data';
import type { Engine } from './engine';
import { compare } from './timing';

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
  const samples = 7;
  await compare(engines, { bench: named('tree'), times: 1, samples, run: (engine) => engine.query(TREE) });
  if (large) return;
  await compare(engines, {
    bench: named('children of a folder'),
    times: 50,
    samples,
    run: (engine, count) => engine.query(CHILDREN, [`folder ${count % FOLDERS}/sub ${count % 7}`]),
  });
  await compare(engines, {
    bench: named('point read'),
    times: 1000,
    samples,
    run: (engine, count) => engine.query(POINT, [1 + ((count * 7919) % blocks)]),
  });
  await compare(engines, {
    bench: named('JSON filter'),
    times: 3,
    samples,
    run: (engine, count) => engine.query(JSON_FILTER, [count % 1000]),
  });
  await compare(engines, {
    bench: named('LIKE'),
    times: 3,
    samples,
    run: (engine) => engine.query(LIKE, [PATTERN, PATTERN, PATTERN]),
  });
}
