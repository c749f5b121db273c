import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median, printResult } from '../result';
import { makeLargeLibrary, makeLibrary } from './data';

/**
 * What the store costs its host, in a process that does nothing else: here are the databases of the other benchmarks and
 * what they have left, and the pauses in which Node.js looks for what is still needed of that.
 */
export function benchHost(library: string, large: string): void {
  execFileSync(process.execPath, [join(__dirname, 'hostChild.js'), library, large], { stdio: 'inherit' });
}

function runChild(job: string, path: string): string {
  return execFileSync(process.execPath, [join(__dirname, 'child.js'), job, path], { encoding: 'utf8' });
}

/** How long it takes from the start of a process to the first row. */
export function benchFirstRow(folder: string): void {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 16; round += 1) {
    for (const [index, megabytes] of [1, 100].entries()) {
      const begin = performance.now();
      runChild('firstRow', `${folder}/large-${megabytes}.db`);
      if (round > 0) times[index]?.push(performance.now() - begin);
    }
  }
  printResult({
    bench: 'first row from 100 MB, process start included (at most 1.1)',
    ours: median(times[1]),
    reference: median(times[0]),
    referenceName: 'ours with 1 MB',
    unit: 'ms',
  });
}

/** The memory that reading all of a large file takes. */
export async function benchMemory(folder: string): Promise<void> {
  await makeLibrary(`${folder}/empty.db`, 1);
  await makeLargeLibrary(`${folder}/large-300.db`, 300);
  const measure = (name: string): number =>
    median(Array.from({ length: 5 }, () => Number(runChild('scan', `${folder}/${name}.db`))));
  printResult({
    bench: 'peak memory, 300 MB scanned (at most 64 MB more)',
    ours: measure('large-300'),
    reference: measure('empty'),
    referenceName: 'ours with an empty file',
    unit: 'MB',
  });
}
