// Builds what the extension ships: `node esbuild.mjs [--watch] [--production]`.
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const require = createRequire(import.meta.url);

/** Settings that every bundle shares. */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** The extension host: what VS Code loads, and the store's worker that it starts on first use. */
const hostBundle = {
  ...common,
  entryPoints: { extension: 'src/extension/extension.ts', storeWorker: 'src/extension/store/worker.ts' },
  outdir: 'dist',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
};

/** One bundle for each folder of src/webview that has a main.ts. */
async function webviewBundle() {
  const folders = await readdir('src/webview', { withFileTypes: true }).catch(() => []);
  const names = folders.filter((entry) => entry.isDirectory() && entry.name !== 'common').map((entry) => entry.name);
  return {
    ...common,
    entryPoints: Object.fromEntries(names.map((name) => [name, `src/webview/${name}/main.ts`])),
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  };
}

if (production) await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
await copyFile(require.resolve('sql.js/dist/sql-wasm.wasm'), join('dist', 'sql-wasm.wasm'));

const contexts = await Promise.all([hostBundle, await webviewBundle()].map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((bundle) => bundle.watch()));
} else {
  await Promise.all(contexts.map((bundle) => bundle.rebuild()));
  await Promise.all(contexts.map((bundle) => bundle.dispose()));
}
