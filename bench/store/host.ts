import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { nullLog } from '../../src/extension/platform/ports/log';
import { Database } from '../../src/extension/store/database';
import { SUMMARY_COLUMNS } from '../../src/extension/store/blockRow';
import { median, printResult } from '../result';
import { copyOf, INSERT_BLOCK } from './data';
import { openOurs, wasmPath } from './ours';

function openDatabase(path: string): Database {
  return new Database({ path, workerPath: join(__dirname, 'storeWorker.js'), wasmPath, log: nullLog });
}

/** What crossing from the worker adds to a tree of 10,000 blocks. */
export async function benchCrossing(library: string): Promise<void> {
  const path = copyOf(library, 'crossing');
  const sql = `SELECT ${SUMMARY_COLUMNS} FROM blocks`;
  const inside = await openOurs(path);
  const database = openDatabase(path);
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 12; round += 1) {
    let begin = performance.now();
    inside.query(sql);
    if (round > 1) times[0].push(performance.now() - begin);
    // The reader gives its lock back.
    await new Promise((resolve) => setTimeout(resolve, 5));
    begin = performance.now();
    await database.reader.rows(sql);
    if (round > 1) times[1].push(performance.now() - begin);
  }
  inside.close();
  await database.close();
  printResult({
    bench: 'tree, 10000 blocks, in the host (at most 25 ms more)',
    ours: median(times[1]),
    reference: median(times[0]),
    referenceName: 'inside the worker',
    unit: 'ms',
  });
}

/** How long the host's event loop stands still, at worst, while the store commits and while it copies a large file. */
export async function benchHostDelay(library: string, large: string): Promise<void> {
  const idle = await worstDelay(() => new Promise((resolve) => setTimeout(resolve, 2000)));
  const small = openDatabase(copyOf(library, 'host'));
  await small.initialize();
  const commits = await worstDelay(() => commitOften(small));
  await small.close();
  const database = openDatabase(copyOf(large, 'host-large'));
  await database.initialize();
  const backup = await worstDelay(() => database.care('backUp', { daily: undefined }));
  // The copy is made anew when somebody writes; at last the commits wait for it.
  const both = await worstDelay(() =>
    Promise.all([commitOften(database), database.care('backUp', { daily: undefined })]),
  );
  await database.close();
  for (const [bench, ours] of Object.entries({
    'worst delay of the host during 1,000 commits': commits,
    'worst delay of the host during a 100 MB backup': backup,
    'worst delay of the host during 1,000 commits and a 100 MB backup': both,
  })) {
    printResult({
      bench: `${bench} (at most 10 ms)`,
      ours,
      reference: idle,
      referenceName: 'host that does nothing',
      unit: 'ms',
    });
  }
}

async function commitOften(database: Database): Promise<void> {
  for (let count = 0; count < 1000; count += 1) {
    await database.run(INSERT_BLOCK, [`Commit ${count}`, 'text', '', '']);
  }
}

/** In milliseconds. */
async function worstDelay(work: () => Promise<unknown>): Promise<number> {
  const watch = monitorEventLoopDelay({ resolution: 1 });
  watch.enable();
  await work();
  watch.disable();
  return watch.max / 1e6;
}
