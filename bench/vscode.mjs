// `npm run bench:vscode`: installs what it needs, builds what ships, and measures it.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { installDependencies } from '../scripts/test/installDependencies.mjs';

installDependencies();
for (const args of [
  ['esbuild.mjs', '--production'],
  ['--import', 'tsx', 'bench/vscode/main.ts'],
]) {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', args[0] === 'esbuild.mjs' ? 2 : 1, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
