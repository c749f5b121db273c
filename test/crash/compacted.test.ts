import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startStoreProcess } from '../unit/store/storeProcesses';
import { describeEachStorage, TestFolder } from '../unit/store/testStore';
import { seededRandom } from './random';
import { rounds } from './scale';

const ROWS = 600;

describeEachStorage('A process that is killed while it compacts the database', (storage) => {
  it('loses nothing, whenever that happens', async function () {
    this.timeout(600_000);
    const folder = await TestFolder.make(storage);
    try {
      const path = folder.file('compacted.db');
      const random = seededRandom(21);
      for (let round = 0; round < rounds(2, 40); round += 1) {
        const store = await folder.store(path);
        await store.database.runMany(
          'INSERT OR REPLACE INTO blocks (id, title, content) VALUES (?, ?, ?)',
          Array.from({ length: ROWS }, (_, index) => [index + 1, `Block ${index}`, `${round}`.repeat(4000)]),
        );
        await store.database.run('DELETE FROM blocks WHERE id % 2 = 0');
        await store.close();
        const other = await startStoreProcess(path, 'compact', 1, storage);
        await other.lines(1);
        await delay(random() * 40);
        other.child.kill('SIGKILL');
        await other.output;
        const again = await folder.store(path);
        assert.deepEqual(await again.database.rows('PRAGMA integrity_check'), [['ok']]);
        assert.deepEqual(await again.database.rows('SELECT count(*), min(content) = max(content) FROM blocks'), [
          [ROWS / 2, 1],
        ]);
        await again.close();
      }
    } finally {
      await folder.end();
    }
  });
});
