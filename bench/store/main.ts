/* Prints one JSON object a line for each measurement; with names as arguments only those groups. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCommits, benchInsert, openAll } from './commits';
import { makeLargeLibrary, makeLibrary } from './data';
import { benchCrossing, benchHostDelay } from './host';
import { benchFirstRow, benchMemory } from './processes';
import { benchReads } from './reads';
import { installedReferences } from './references';

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
const library = (blocks: number): string => join(folder, `library-${blocks}.db`);

const groups: Readonly<Record<string, () => Promise<void>>> = {
  commits: () => benchCommits(folder, installedReferences()),
  reads: async () => {
    for (const blocks of [10_000, 100_000]) {
      await makeLibrary(library(blocks), blocks);
      const engines = await openAll(library(blocks), installedReferences());
      await benchReads(engines, blocks);
      if (blocks === 10_000) await benchInsert(engines);
      for (const engine of engines) engine.close();
    }
  },
  processes: async () => {
    for (const megabytes of [1, 100]) await makeLargeLibrary(`${folder}/large-${megabytes}.db`, megabytes);
    benchFirstRow(folder);
    await benchMemory(folder);
  },
  host: async () => {
    await makeLibrary(library(10_000), 10_000);
    await benchCrossing(library(10_000));
    await benchHostDelay(library(10_000));
  },
};

async function main(): Promise<void> {
  try {
    for (const [name, run] of Object.entries(groups)) if (wanted.length === 0 || wanted.includes(name)) await run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
