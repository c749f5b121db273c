// `npm run bench:vscode`: installs what it needs, stages what ships in a folder of its own, and measures it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { installDependencies } from '../scripts/test/installDependencies.mjs';

const stage = join('out', 'bench', 'extension');

installDependencies();
mkdirSync(stage, { recursive: true });
for (const part of ['package.json', 'package.nls.json', 'media', 'l10n']) {
  cpSync(part, join(stage, part), { recursive: true });
}
run(['esbuild.mjs', '--production', `--outdir=${join(stage, 'dist')}`], 2);
run(['--import', 'tsx', 'bench/vscode/main.ts', stage], 1);

/** Runs a program of Node.js; only the measurements themselves go to standard output. */
function run(args, stdout) {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', stdout, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
