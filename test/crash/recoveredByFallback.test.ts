import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { readRollback } from '../../src/extension/store/sqlite/rollbackJournal';
import { journalPathOf } from '../../src/extension/store/sqlite/vfsDatabase';
import { TestFolder, wasmPath } from '../unit/store/testStore';
import { startCrashProcess } from './crashProcesses';
import { openFile } from './openFile';
import { seededRandom } from './random';
import { rounds } from './scale';
import { checkContent, execute, Replay } from './transactions';

describe('What a killed process left half done', () => {
  it('is undone by the store of whole files as SQLite itself undoes it', async function () {
    this.timeout(600_000);
    const folder = await TestFolder.make();
    try {
      const seed = 5;
      const path = folder.file('killed.db');
      const copy = folder.file('copy.db');
      const random = seededRandom(3);
      const replays = [new Replay(seed), new Replay(seed)] as const;
      let position = 0;
      let undone = 0;
      for (let round = 0; round < rounds(12, 200); round += 1) {
        // Later than the first writing to the file itself as often as not.
        const crash = { crashAt: 1 + Math.floor(random() * 60), only: /writeSync|fdatasync/ };
        const running = await startCrashProcess({ path, storage: 'best', seed, ...crash });
        await running.ended;
        const acknowledged = running.acknowledged().at(-1) ?? position;
        copyFileSync(path, copy);
        const journal = journalPathOf(path);
        if (existsSync(journal)) copyFileSync(journal, journalPathOf(copy));
        const rollback = existsSync(journal) ? readRollback(readFileSync(journal)) : undefined;
        if (rollback && rollback.pages.length > 0) undone += 1;

        const file = await openFile(path, wasmPath, 'best');
        position = checkContent(file.reader(), replays[0], acknowledged, acknowledged + 1);
        file.close();
        const whole = await openFile(copy, wasmPath, 'whole-file');
        assert.equal(checkContent(whole.reader(), replays[1], position, position), position, 'in memory');
        // Writing undoes it in the file first.
        await whole.prepareWrite();
        assert.deepEqual(readFileSync(copy), readFileSync(path), 'on disk, byte for byte');
        execute(whole.begin(), seed, position + 1);
        await whole.commit();
        whole.close();
        const again = await openFile(copy, wasmPath, 'best');
        checkContent(again.reader(), new Replay(seed), position + 1, position + 1);
        again.close();
      }
      assert.ok(undone > 2, `${undone} rounds had something to undo`);
    } finally {
      await folder.end();
    }
  });
});
