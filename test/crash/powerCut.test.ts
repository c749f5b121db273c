import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { TestFolder, wasmPath } from '../unit/store/testStore';
import { openFile } from './openFile';
import { diskAfterPowerCut, Recorder, type Disk, type Operation } from './powerCut';
import { seededRandom } from './random';
import { rounds } from './scale';
import { checkContent, execute, Replay } from './transactions';

/** Transactions of one recording, and how many cuts are made into it. */
const TRANSACTIONS = 12;
const CUTS = 50;

describe('A power cut', () => {
  it('leaves every acknowledged transaction whole, wherever it comes', async function () {
    this.timeout(1_200_000);
    const random = seededRandom(17);
    for (let states = 0, seed = 1; states < rounds(100, 1500); states += CUTS, seed += 1) {
      const folder = await TestFolder.make();
      try {
        await cutRepeatedly(folder, seed, random);
      } finally {
        await folder.end();
      }
    }
  });

  it('while a journal is made durable leaves one that undoes nothing, also where the checksums in it fit', async function () {
    this.timeout(60_000);
    const folder = await TestFolder.make();
    try {
      await tearJournals(folder, 4, seededRandom(23));
    } finally {
      await folder.end();
    }
  });
});

/** Transactions that were recorded on their way to the disk. */
interface Recording {
  readonly path: string;
  /** The disk before them, with one transaction. */
  readonly before: Disk;
  readonly trace: readonly Operation[];
  /** How many operations there were when each transaction was acknowledged. */
  readonly ends: readonly number[];
}

async function record(folder: TestFolder, seed: number): Promise<Recording> {
  const path = folder.file('cut.db');
  const recorder = new Recorder(folder.path);
  const file = await openFile(path, wasmPath, 'best', recorder.operations);
  const commit = async (number: number): Promise<void> => {
    await file.prepareWrite();
    execute(file.begin(), seed, number);
    await file.commit();
  };
  // The first one makes the file, all at once.
  await commit(1);
  const before = new Map([[path, readFileSync(path)]]);
  recorder.trace.length = 0;
  const ends = [0];
  for (let number = 2; number <= TRANSACTIONS; number += 1) {
    await commit(number);
    ends.push(recorder.trace.length);
  }
  file.close();
  assert.ok(ends.at(-1)! > 50, 'operations are recorded');
  return { path, before, trace: recorder.trace, ends };
}

async function cutRepeatedly(folder: TestFolder, seed: number, random: () => number): Promise<void> {
  const { path, before, trace, ends } = await record(folder, seed);
  for (let round = 0; round < CUTS; round += 1) {
    const cut = Math.floor(random() * (ends.at(-1)! + 1));
    const acknowledged = ends.filter((end) => end <= cut).length;
    putOnDisk(diskAfterPowerCut(before, trace, cut, random), path);
    await expectContent(path, seed, acknowledged, acknowledged + 1);
  }
}

/** Each journal reaches the disk but for some bytes of one sector, which are not among those that SQLite adds up. */
async function tearJournals(folder: TestFolder, seed: number, random: () => number): Promise<void> {
  const { path, before, trace, ends } = await record(folder, seed);
  let torn = 0;
  for (const [index, operation] of trace.entries()) {
    if (operation.kind !== 'write' || operation.path === path || operation.offset !== 0) continue;
    const { bytes } = operation;
    if (bytes.length < 4096 || bytes[0] === 0) continue;
    const disk = diskAfterPowerCut(before, [...trace.slice(0, index), ...everySync(trace)], Infinity, random);
    const journal = Buffer.from(bytes);
    const sector = 1 + Math.floor(random() * (Math.floor(bytes.length / 512) - 1));
    for (let at = sector * 512; at < sector * 512 + 512; at += 1) if (!isAddedUp(bytes, at)) journal[at]! ^= 0xff;
    putOnDisk(new Map([...disk, [operation.path, journal]]), path);
    const acknowledged = ends.filter((end) => end <= index).length;
    // The store of whole files first: it changes nothing by reading.
    await expectContent(path, seed, acknowledged, acknowledged, 'whole-file');
    await expectContent(path, seed, acknowledged, acknowledged);
    torn += 1;
  }
  assert.ok(torn >= TRANSACTIONS / 2, `${torn} journals were torn`);
}

/** What makes all before it durable. */
function everySync(trace: readonly Operation[]): readonly Operation[] {
  return trace.filter(({ kind }) => kind === 'sync' || kind === 'syncFolder');
}

/** True for what SQLite looks at when it plays a journal back: numbers and checksums, and every 200th byte of a page. */
function isAddedUp(journal: Buffer, at: number): boolean {
  const [sector, page] = [journal.readUInt32BE(20), journal.readUInt32BE(24)];
  const inPage = ((at - sector) % (page + 8)) - 4;
  return inPage < 0 || inPage >= page || (page - inPage) % 200 === 0;
}

function putOnDisk(disk: Disk, path: string): void {
  rmSync(`${path}.undo-journal`, { force: true });
  for (const [name, bytes] of disk) writeFileSync(name, bytes);
}

async function expectContent(
  path: string,
  seed: number,
  least: number,
  most: number,
  storage: 'best' | 'whole-file' = 'best',
): Promise<void> {
  const file = await openFile(path, wasmPath, storage);
  try {
    checkContent(file.reader(), new Replay(seed), least, most);
  } finally {
    file.close();
  }
}
