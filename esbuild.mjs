// Builds what the extension ships: `node esbuild.mjs [--watch] [--production] [--outdir=FOLDER]`.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { context } from 'esbuild';
import { mainAndParts } from './scripts/build/mainAndParts.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outdir = process.argv.find((argument) => argument.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';
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

/**
 * Imports the API of VS Code once for the whole bundle. As a plain external module every file would get a copy of its
 * several hundred members, which costs megabytes and milliseconds at activation.
 */
const oneVscode = {
  name: 'one-vscode',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'one-vscode' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'one-vscode' },
    );
    build.onLoad({ filter: /.*/, namespace: 'one-vscode' }, () => ({ contents: "export * from 'vscode';" }));
  },
};

/** The extension host: what VS Code loads when it activates the extension, and what that loads on first use. */
const hostBundle = {
  ...common,
  entryPoints: { extension: 'src/extension/extension.ts' },
  outdir,
  chunkNames: 'parts/[name]-[hash]',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  write: false,
  metafile: true,
  minify: false,
  sourcemap: production ? false : 'inline',
  plugins: [oneVscode, mainAndParts({ minify: production })],
};

/** The store's worker, which is started on first use. */
const workerBundle = {
  ...common,
  entryPoints: { storeWorker: 'src/extension/store/worker.ts' },
  outdir,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
};

/** One bundle for each folder of src/webview that has a main.ts. */
async function webviewBundle() {
  const folders = await readdir('src/webview', { withFileTypes: true }).catch(() => []);
  const names = folders
    .filter((entry) => entry.isDirectory() && existsSync(`src/webview/${entry.name}/main.ts`))
    .map((entry) => entry.name);
  return {
    ...common,
    entryPoints: Object.fromEntries(names.map((name) => [name, `src/webview/${name}/main.ts`])),
    outdir: join(outdir, 'webview'),
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  };
}

// The names of parts change with what is in them.
await rm(production ? outdir : join(outdir, 'parts'), { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await copyFile(require.resolve('sql.js/dist/sql-wasm.wasm'), join(outdir, 'sql-wasm.wasm'));

const contexts = await Promise.all(
  [hostBundle, workerBundle, await webviewBundle()].map((options) => context(options)),
);
if (watch) {
  await Promise.all(contexts.map((bundle) => bundle.watch()));
} else {
  await Promise.all(contexts.map((bundle) => bundle.rebuild()));
  await Promise.all(contexts.map((bundle) => bundle.dispose()));
}
