import { median, printResult } from '../result';
import { blockValues, copyOf, INSERT_BLOCK, makeLargeLibrary, range } from './data';
import type { Engine, OpenEngine } from './engine';
import { openOurs } from './ours';
import { compare } from './timing';

/** The name of the engine that writes the whole file. */
const WHOLE = 'whole file';

const ONE_ROW = [['One more', 'A short text', '', '']] as const;

/** Opens copies of a library, each by another engine. */
export async function openAll(path: string, references: readonly OpenEngine[], name = ''): Promise<readonly Engine[]> {
  const engines = [await openOurs(copyOf(path, `ours ${name}`))];
  for (const [index, open] of references.entries())
    engines.push(await open(copyOf(path, `reference ${index} ${name}`)));
  return engines;
}

/** Sizes of files in megabytes. The last one is too large to be exported in reasonable time. */
const SIZES = [1, 10, 100, 300];
const LARGEST_WHOLE = 100;

/** How many commits are measured of each engine and size. */
const COMMITS = 200;
const WHOLE_COMMITS = 5;

/**
 * How many commits of each go before those that are measured: as everywhere here what is compiled while it runs is measured
 * when it is. The first ones are told apart.
 */
const WARM_UP = 250;
const FIRST = 20;

/**
 * One row made durable, in files of several sizes. All sizes and engines take turns, commit by commit and in another order
 * each time: what a disk takes for making something durable changes several times over within seconds, and depends on
 * what was done before.
 */
export async function benchCommits(folder: string, references: readonly OpenEngine[]): Promise<void> {
  const opened: {
    readonly megabytes: number;
    readonly engine: Engine;
    readonly times: number[];
    readonly first: number[];
  }[] = [];
  for (const megabytes of SIZES) {
    const path = `${folder}/large-${megabytes}.db`;
    await makeLargeLibrary(path, megabytes);
    const engines = [...(await openAll(path, references, String(megabytes)))];
    if (megabytes <= LARGEST_WHOLE) engines.push(await openOurs(copyOf(path, `whole ${megabytes}`), 'whole-file'));
    for (const engine of engines) opened.push({ megabytes, engine, times: [], first: [] });
  }
  for (let round = -WARM_UP; round < COMMITS; round += 1) {
    for (const { engine, times, first } of shuffled(opened)) {
      if (engine.name === WHOLE && (round < 0 || round >= WHOLE_COMMITS)) continue;
      const begin = performance.now();
      await engine.transaction(INSERT_BLOCK, ONE_ROW);
      const took = performance.now() - begin;
      if (round >= 0) times.push(took);
      else if (round < FIRST - WARM_UP) first.push(took);
    }
  }
  for (const { engine } of opened) engine.close();
  const timeOf = (size: number): number =>
    median(opened.find(({ megabytes, engine }) => megabytes === size && engine.name === 'ours')?.times ?? []);
  for (const { megabytes, engine, times } of opened) {
    if (engine.name === 'ours') continue;
    const bench = `one-row commit, ${megabytes} MB (at most ${barOf(engine.name)})`;
    const reference = median(times);
    printResult({ bench, ours: timeOf(megabytes), reference, referenceName: engine.name, unit: 'ms' });
  }
  const firstOf = (name: string): number =>
    median(opened.flatMap(({ engine, first }) => (engine.name === name ? first : [])));
  for (const name of new Set(opened.map(({ engine }) => engine.name))) {
    if (name === 'ours' || name === WHOLE) continue;
    const bench = `one-row commit, the first ${SIZES.length * FIRST} of a process, any size`;
    printResult({ bench, ours: firstOf('ours'), reference: firstOf(name), referenceName: name, unit: 'ms' });
  }
  printResult({
    bench: 'one-row commit, 300 MB against 1 MB (at most 1.2)',
    ours: timeOf(300),
    reference: timeOf(1),
    referenceName: 'ours with 1 MB',
    unit: 'ms',
  });
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

/** What is asked of a commit, as a multiple of what the reference takes. */
function barOf(reference: string): string {
  switch (reference) {
    case WHOLE:
      return '1/150 at 100 MB';
    case 'better-sqlite3':
      return '1.1';
    default:
      return '1.0';
  }
}

/** Ten thousand blocks in one transaction. */
export async function benchInsert(engines: readonly Engine[], what: string): Promise<void> {
  const rows = range(10_000).map(blockValues);
  await compare(engines, {
    bench: `insert 10,000 blocks in one transaction, ${what}`,
    bars: { native: 1.8, wasm: 1 },
    times: 1,
    samples: 5,
    run: (engine) => engine.transaction(INSERT_BLOCK, rows),
  });
}

/** One block made durable, with what the index of words adds. */
export async function benchIndexedCommit(engines: readonly Engine[]): Promise<void> {
  await compare(engines, {
    bench: 'one-row commit of a block with the index of words',
    times: 1,
    samples: COMMITS,
    run: (engine, count) => engine.transaction(INSERT_BLOCK, [blockValues(count)]),
  });
}
