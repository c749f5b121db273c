import { median, printResult } from '../result';
import type { Engine } from './engine';

/** What takes time on an engine. */
export interface Work {
  readonly bench: string;
  /** What is asked for, as a multiple of what the native reference takes, and of what the one in WebAssembly takes. */
  readonly bars?: { readonly native: number; readonly wasm: number };
  /** How often in a row, for what takes less than a millisecond; the time of one is told. */
  readonly times: number;
  readonly samples: number;
  run(engine: Engine, count: number): unknown;
}

/** Measures the same work on all engines in turns, and prints ours against each. */
export async function compare(engines: readonly Engine[], work: Work): Promise<ReadonlyMap<string, number>> {
  const times = new Map(engines.map(({ name }) => [name, [] as number[]]));
  let count = 0;
  await warmUp(engines, work);
  for (let round = 0; round < work.samples; round += 1) {
    // Nobody is always first.
    for (const engine of round % 2 === 0 ? engines : [...engines].reverse()) {
      const begin = performance.now();
      for (let time = 0; time < work.times; time += 1) {
        count += 1;
        await work.run(engine, count);
      }
      const took = (performance.now() - begin) / work.times;
      times.get(engine.name)?.push(took);
    }
  }
  const medians = new Map([...times].map(([name, values]) => [name, median(values)]));
  const ours = medians.get('ours') ?? 0;
  for (const [referenceName, reference] of medians) {
    if (referenceName === 'ours') continue;
    const { native, wasm } = work.bars ?? {};
    const bar = referenceName === 'better-sqlite3' ? native : wasm;
    const bench = bar === undefined ? work.bench : `${work.bench} (at most ${bar})`;
    printResult({ bench, ours, reference, referenceName, unit: 'ms' });
  }
  return medians;
}

/** How long each engine works before it is measured, in milliseconds: what is compiled while it runs is slow at first. */
const WARM_UP_MS = 400;

async function warmUp(engines: readonly Engine[], work: Work): Promise<void> {
  for (const engine of engines) {
    const end = performance.now() + WARM_UP_MS;
    let count = 0;
    do {
      count += 1;
      await work.run(engine, count);
    } while (performance.now() < end);
  }
}
