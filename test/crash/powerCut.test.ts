import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { TestFolder, wasmPath } from '../unit/store/testStore';
import { openFile } from './openFile';
import { diskAfterPowerCut, Recorder } from './powerCut';
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
});

async function cutRepeatedly(folder: TestFolder, seed: number, random: () => number): Promise<void> {
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
  /** How many operations there were when each transaction was acknowledged. */
  const ends = [0];
  for (let number = 2; number <= TRANSACTIONS; number += 1) {
    await commit(number);
    ends.push(recorder.trace.length);
  }
  file.close();
  assert.ok(ends.at(-1)! > 50, 'operations are recorded');
  for (let round = 0; round < CUTS; round += 1) {
    const cut = Math.floor(random() * (ends.at(-1)! + 1));
    const acknowledged = ends.filter((end) => end <= cut).length;
    const disk = diskAfterPowerCut(before, recorder.trace, cut, random);
    rmSync(`${path}.undo-journal`, { force: true });
    for (const [name, bytes] of disk) writeFileSync(name, bytes);
    const after = await openFile(path, wasmPath, 'best');
    try {
      checkContent(after.reader(), new Replay(seed), acknowledged, acknowledged + 1);
    } finally {
      after.close();
    }
  }
}
