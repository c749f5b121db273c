import { printResult } from '../result';
import { blockValues, copyOf, INSERT_BLOCK, makeLargeLibrary, range } from './data';
import type { Engine, OpenEngine } from './engine';
import { openOurs } from './ours';
import { compare } from './timing';

const ONE_ROW = [['One more', 'A short text', '', '']] as const;

/** Opens copies of a library, each by another engine. */
export async function openAll(path: string, references: readonly OpenEngine[]): Promise<readonly Engine[]> {
  const engines = [await openOurs(copyOf(path, 'ours'))];
  for (const [index, open] of references.entries()) engines.push(await open(copyOf(path, `reference ${index}`)));
  return engines;
}

/** One row made durable, in files of several sizes. */
export async function benchCommits(folder: string, references: readonly OpenEngine[]): Promise<void> {
  const ours = new Map<number, number>();
  for (const megabytes of [1, 10, 100, 300]) {
    const path = `${folder}/large-${megabytes}.db`;
    await makeLargeLibrary(path, megabytes);
    const bench = `one-row commit, ${megabytes} MB`;
    const engines = await openAll(path, references);
    const run = (engine: Engine): Promise<void> => engine.transaction(INSERT_BLOCK, ONE_ROW);
    const medians = await compare(engines, { bench, times: 20, samples: 15, run });
    for (const engine of engines) engine.close();
    ours.set(megabytes, medians.get('ours') ?? 0);
    if (megabytes > 100) continue;
    const both = [await openOurs(copyOf(path, 'ours')), await openOurs(copyOf(path, 'whole'), 'whole-file')];
    await compare(both, { bench, times: 1, samples: 5, run });
    for (const engine of both) engine.close();
  }
  printResult({
    bench: 'one-row commit, 300 MB against 1 MB',
    ours: ours.get(300) ?? 0,
    reference: ours.get(1) ?? 0,
    referenceName: 'ours with 1 MB',
    unit: 'ms',
  });
}

/** Ten thousand blocks in one transaction. */
export async function benchInsert(engines: readonly Engine[]): Promise<void> {
  const rows = range(10_000).map(blockValues);
  await compare(engines, {
    bench: 'insert 10,000 blocks in one transaction',
    times: 1,
    samples: 5,
    run: (engine) => engine.transaction(INSERT_BLOCK, rows),
  });
}
