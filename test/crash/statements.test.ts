import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bundle, TestFolder, wasmPath } from '../unit/store/testStore';
import { rounds } from './scale';

describe('A process that executes very many statements', () => {
  it('reads what it wrote, and is not brought down by what V8 makes of the calls', async function () {
    this.timeout(1_200_000);
    const folder = await TestFolder.make();
    try {
      const program = await bundle('test/crash/statementProcess.ts', 'statementProcess.js');
      const count = rounds(12, 400);
      const { stdout } = await promisify(execFile)(process.execPath, [
        program,
        folder.file('statements.db'),
        wasmPath,
        String(count),
      ]);
      assert.ok(Number(stdout) >= count * 1000, `${stdout} rows were read`);
    } finally {
      await folder.end();
    }
  });
});
