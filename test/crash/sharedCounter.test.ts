import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startStoreProcess, type StoreProcess } from '../unit/store/storeProcesses';
import type { StorageKind } from '../../src/extension/store/protocol';
import { TestFolder } from '../unit/store/testStore';
import { pollWithNativeReader } from './nativeReader';
import { seededRandom } from './random';
import { rounds } from './scale';

/** How each window stores, the same way or not. */
const MIXTURES: Readonly<Record<string, readonly StorageKind[]>> = {
  'being 2': ['best', 'best'],
  'being 3': ['best', 'best', 'best'],
  'being 2 that store whole files': ['whole-file', 'whole-file'],
  'being 3 that store whole files': ['whole-file', 'whole-file', 'whole-file'],
  'being 2 of which one stores whole files': ['best', 'whole-file'],
  'being 3 of which one stores whole files': ['best', 'best', 'whole-file'],
};

describe('Processes that count together and are killed', () => {
  for (const [name, storages] of Object.entries(MIXTURES)) {
    it(`count exactly, ${name}`, async function () {
      this.timeout(600_000);
      const windows = storages.length;
      const folder = await TestFolder.make();
      try {
        const path = folder.file('counter.db');
        const start = (storage: StorageKind) => startStoreProcess(path, 'increment', 1_000_000, storage);
        const random = seededRandom(windows);
        const kills = rounds(2, 40);
        const reader = pollWithNativeReader(path);
        const running = await Promise.all(storages.map(start));
        const all: StoreProcess[] = [...running];
        for (let killed = 0; killed < kills; killed += 1) {
          const victim = Math.floor(random() * windows);
          await running[victim]!.lines(1 + Math.floor(random() * 5));
          await delay(random() * 20);
          running[victim]!.child.kill('SIGKILL');
          await running[victim]!.output;
          running[victim] = await start(storages[victim]!);
          all.push(running[victim]);
        }
        await Promise.all(running.map((window) => window.lines(1)));
        for (const { child } of running) child.kill('SIGKILL');
        const outputs = await Promise.all(all.map(({ output }) => output));
        await reader.stop();
        const numbers = outputs.flatMap((output) => output.split('\n').slice(0, -1).map(Number));
        assert.equal(new Set(numbers).size, numbers.length, 'no number was given twice');
        const { database } = await folder.store(path);
        const counted = Number((await database.rows("SELECT content FROM blocks WHERE title = 'counter'"))[0]?.[0]);
        assert.ok(counted >= numbers.length, `${numbers.length} were acknowledged, ${counted} counted`);
        // Each that was killed may have counted once without saying so.
        assert.ok(counted <= numbers.length + all.length, `${numbers.length} were acknowledged, ${counted} counted`);
        assert.deepEqual(await database.rows('PRAGMA integrity_check'), [['ok']]);
      } finally {
        await folder.end();
      }
    });
  }
});
