import { dirname, join, relative, resolve } from 'node:path';
import { build as bundle } from 'esbuild';

/**
 * Makes of a build that esbuild has split: one CommonJS file that is loaded at activation, and a file for each part that
 * is loaded on first use. esbuild splits only modules of ECMAScript, which VS Code does not load everywhere, and puts what
 * the parts share with the first file into many small ones, each of which would have to be read at activation.
 *
 * The first file holds everything that it imports, and lends that to the parts: each exists once. The build itself must
 * not write, and must have a metafile.
 */
export function mainAndParts({ minify }) {
  return {
    name: 'main-and-parts',
    setup(build) {
      build.onEnd(async ({ outputFiles = [], metafile, errors }) => {
        if (errors.length > 0) return;
        const split = readSplit(outputFiles, metafile);
        const settings = { minify, sourcemap: minify ? false : 'linked' };
        await Promise.all(
          [...split.files.keys()]
            .filter((path) => path === split.main || !split.lent.has(path))
            .map((path) => writeFile(split, path, settings)),
        );
      });
    },
  };
}

/** The files of a split build by their absolute paths, the first one, and which of them that one holds. */
function readSplit(outputFiles, { outputs }) {
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      resolve(path),
      output.imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map((one) => resolve(one.path)),
    ]),
  );
  const main = resolve(Object.keys(outputs).find((path) => path.endsWith('/extension.js')));
  const held = new Set();
  const hold = (path) => {
    if (held.has(path)) return;
    held.add(path);
    imports.get(path)?.forEach(hold);
  };
  hold(main);
  return { files, main, lent: new Map([...held].map((path, index) => [path, `part${index}`])) };
}

async function writeFile({ files, main, lent }, path, settings) {
  const isMain = path === main;
  const own = isMain ? [...lent].map(([file, name]) => `export * as ${name} from ${JSON.stringify(file)};`) : [];
  const contents = [`export * from ${JSON.stringify(path)};`, ...own].join('\n');
  await bundle({
    ...settings,
    stdin: { contents, resolveDir: dirname(path) },
    outfile: path,
    bundle: true,
    external: ['vscode'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    supported: { 'dynamic-import': false }, // becomes `require`, by which VS Code gives its API
    plugins: [filesOf({ files, main, lent, isMain, folder: dirname(path) })],
  });
}

/** Finds files in memory. What is in another file is left to it; what the first file lends is taken from there. */
function filesOf({ files, main, lent, isMain, folder }) {
  const pathFrom = (path) => {
    const found = relative(folder, path).replaceAll('\\', '/');
    return found.startsWith('.') ? found : `./${found}`;
  };
  return {
    name: 'files-in-memory',
    setup(build) {
      build.onResolve({ filter: /^[./]|^[A-Za-z]:/ }, ({ path, kind, importer, namespace, resolveDir }) => {
        if (namespace === 'lent') return { path, external: true };
        const target = path.startsWith('.') ? join(importer === '' ? resolveDir : dirname(importer), path) : path;
        if (!files.has(target)) return undefined;
        if (kind === 'dynamic-import') return { path: pathFrom(target), external: true };
        if (lent.has(target)) return { path: target, namespace: isMain ? 'memory' : 'lent' };
        return importer === '<stdin>' || importer === ''
          ? { path: target, namespace: 'memory' }
          : { path: pathFrom(target), external: true };
      });
      build.onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({
        contents: files.get(path),
        resolveDir: dirname(path),
      }));
      build.onLoad({ filter: /.*/, namespace: 'lent' }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(pathFrom(main))}).${lent.get(path)};`,
        resolveDir: folder,
      }));
    },
  };
}
