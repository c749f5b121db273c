/*
 * Prints one JSON object a line for each measurement: `npm run bench:store`, or `npm run bench:store reads writes` for some
 * groups (commits, reads, writes, processes, host). What is asked for stands in the name, mostly as the ratio at most.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCommits, benchIndexedCommit, benchInsert, openAll } from './commits';
import { makeLargeLibrary, makeLibrary } from './data';
import { removeFullText, withFullText } from './fullTextIndex';
import { benchFirstRow, benchHost, benchMemory } from './processes';
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
      for (const engine of engines) engine.close();
    }
  },
  writes: async () => {
    const path = library(10_000);
    await makeLibrary(path, 10_000);
    const indexed = await openAll(path, installedReferences(), 'indexed');
    for (const engine of indexed) await withFullText(engine);
    await benchIndexedCommit(indexed);
    await benchInsert(indexed, 'with the index of words');
    for (const engine of indexed) engine.close();
    await removeFullText(path);
    const plain = await openAll(path, installedReferences(), 'plain');
    await benchInsert(plain, 'without the index of words');
    for (const engine of plain) engine.close();
  },
  processes: async () => {
    for (const megabytes of [1, 100]) await makeLargeLibrary(`${folder}/large-${megabytes}.db`, megabytes);
    benchFirstRow(folder);
    await benchMemory(folder);
  },
  host: async () => {
    await makeLibrary(library(10_000), 10_000);
    await makeLargeLibrary(`${folder}/large-100.db`, 100);
    benchHost(library(10_000), `${folder}/large-100.db`);
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
