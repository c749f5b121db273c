import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** Puts what ships into a folder of its own below `out/bench`, and gives the folder. */
export function stageExtension(name) {
  const stage = join('out', 'bench', name);
  mkdirSync(stage, { recursive: true });
  for (const part of ['package.json', 'package.nls.json', 'media', 'l10n']) {
    cpSync(part, join(stage, part), { recursive: true });
  }
  runNode(['esbuild.mjs', '--production', `--outdir=${join(stage, 'dist')}`], 2);
  return stage;
}

/** Runs a program of Node.js; only the measurements themselves go to standard output. */
export function runNode(args, stdout) {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', stdout, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
