import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfFiles, PassedChecks } from '../../../scripts/test/unchanged.mjs';

describe('Checks that have passed', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unchanged-'));
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    await writeFile(join(folder, '.gitignore'), 'out/\n');
    await writeFile(join(folder, 'committed.ts'), 'export {};\n');
    execFileSync('git', ['add', '.'], { cwd: folder });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const checks = (): PassedChecks => new PassedChecks(join(folder, 'out'), digestOfFiles(folder));

  it('need not run again while no file changes', () => {
    assert.equal(checks().has('lint'), false);
    checks().note('lint', true);
    assert.equal(checks().has('lint'), true);
    assert.equal(checks().has('format'), false);
  });

  const changes: readonly [string, () => Promise<unknown>][] = [
    ['changes', () => writeFile(join(folder, 'committed.ts'), 'export const one = 1;\n')],
    ['is new and not yet known to git', () => writeFile(join(folder, 'new.ts'), '')],
    ['goes away', () => rm(join(folder, 'committed.ts'))],
  ];
  for (const [what, change] of changes) {
    it(`run again when a file ${what}`, async () => {
      checks().note('lint', true);
      await change();
      assert.equal(checks().has('lint'), false);
    });
  }

  it('run again after they failed', () => {
    checks().note('lint', true);
    checks().note('lint', false);
    assert.equal(checks().has('lint'), false);
  });

  it('always run where git knows nothing of the files', async () => {
    await rm(join(folder, '.git'), { recursive: true });
    checks().note('lint', true);
    assert.equal(checks().has('lint'), false);
  });
});
