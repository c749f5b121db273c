// `npm run bench:engine`: builds what ships, and measures the engine against servers in another process; with names as
// arguments only those groups. Each group has a process of its own: what one leaves behind is not measured in the next.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { installDependencies } from '../scripts/test/installDependencies.mjs';

installDependencies();
const folder = 'out/bench/engine';
run(['esbuild.mjs', '--production', `--outdir=${folder}`], 2);
const { build } = await import('esbuild');
await build({
  entryPoints: ['bench/engine/main.ts', 'bench/engine/servers.ts'],
  outdir: folder,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'error',
});
const wanted = process.argv.slice(2);
for (const group of wanted.length > 0 ? wanted : ['added', 'streaming', 'queued', 'memory']) {
  run(['--expose-gc', `${folder}/main.js`, group], 1);
}

/** Runs a program of Node.js; only the measurements themselves go to standard output. */
function run(args, stdout) {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', stdout, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
