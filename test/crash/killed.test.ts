import { setTimeout as delay } from 'node:timers/promises';
import type { StorageKind } from '../../src/extension/store/protocol';
import { describeEachStorage, TestFolder, wasmPath } from '../unit/store/testStore';
import { startCrashProcess, type Crash } from './crashProcesses';
import { pollWithNativeReader } from './nativeReader';
import { openFile } from './openFile';
import { seededRandom } from './random';
import { rounds } from './scale';
import { checkContent, Replay } from './transactions';

describeEachStorage('A process that is killed', (storage) => {
  let folder: TestFolder;
  beforeEach(async () => {
    folder = await TestFolder.make();
  });
  afterEach(() => folder.end());

  it('in the middle of file operations loses nothing that was acknowledged', async function () {
    this.timeout(600_000);
    // The whole file is written by other means, which the next test interrupts.
    if (storage === 'whole-file') this.skip();
    const random = seededRandom(11);
    await killRepeatedly(folder, storage, rounds(8, 200), (crash) => ({
      ...crash,
      crashAt: 1 + Math.floor(random() * 80),
    }));
  });

  it('at random times loses nothing that was acknowledged', async function () {
    this.timeout(600_000);
    const count = storage === 'best' ? rounds(4, 100) : rounds(3, 40);
    await killRepeatedly(folder, storage, count, (crash) => crash);
  });
});

/** Each round starts a process that goes on where the last one died, and looks at what is left of it. */
async function killRepeatedly(
  folder: TestFolder,
  storage: StorageKind,
  count: number,
  choose: (crash: Crash) => Crash,
): Promise<void> {
  const path = folder.file('killed.db');
  const seed = 7;
  const random = seededRandom(13);
  const replay = new Replay(seed);
  let position = 0;
  const reader = pollWithNativeReader(path);
  for (let round = 0; round < count; round += 1) {
    const crash = choose({ path, storage, seed });
    const running = await startCrashProcess(crash);
    if (crash.crashAt === undefined) {
      await running.hasDone(1);
      await delay(random() * 60);
      running.child.kill('SIGKILL');
    }
    await running.ended;
    const last = running.acknowledged().at(-1) ?? position;
    const file = await openFile(path, wasmPath, storage);
    try {
      // The transaction under way may have reached the disk without being acknowledged.
      position = checkContent(file.reader(), replay, last, last + 1);
    } finally {
      file.close();
    }
  }
  await reader.stop();
}
