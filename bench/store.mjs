// `npm run bench:store`: installs the references of bench/package.json, builds what ships, and measures.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { installDependencies } from '../scripts/test/installDependencies.mjs';

installDependencies();
if (!existsSync('bench/node_modules/node-sqlite3-wasm')) {
  // better-sqlite3 is optional: it is left out where it cannot be built.
  run('npm', ['ci', '--prefix', 'bench', '--no-audit', '--no-fund'], 2);
}
run(process.execPath, ['esbuild.mjs', '--production', '--outdir=out/bench/store'], 2);
const entryPoints = ['main', 'child', 'hostChild'].map((name) => `bench/store/${name}.ts`);
const build = { entryPoints, outdir: 'out/bench/store' };
const { build: bundle } = await import('esbuild');
await bundle({ ...build, bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' });
run(process.execPath, ['--expose-gc', 'out/bench/store/main.js', ...process.argv.slice(2)], 1);

/** Runs a program; only the measurements themselves go to standard output. */
function run(program, args, stdout) {
  const shell = process.platform === 'win32' && program === 'npm';
  const { status } = spawnSync(program, args, { stdio: ['ignore', stdout, 2], shell });
  if (status !== 0) process.exit(status ?? 1);
}
