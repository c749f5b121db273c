import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { OUT_FOLDER, REPOSITORY } from './paths';

/**
 * Bundles test files into one CommonJS module that VS Code can run as a suite, and gives its path. Every file is
 * loaded when Mocha has put its functions in place, under a title of its path.
 * Throws when a file does not compile.
 */
export async function bundleSuite(name: string, files: readonly string[]): Promise<string> {
  const outfile = join(OUT_FOLDER, 'test', `${name}.cjs`);
  const list = files.map((file) => {
    const path = relative(REPOSITORY, file).replaceAll('\\', '/');
    return `[${JSON.stringify(path)}, () => import(${JSON.stringify(`./${path}`)})]`;
  });
  await build({
    stdin: {
      contents: `import { runTests } from './test/integration/index';\nexport const run = () => runTests([${list.join(', ')}]);`,
      resolveDir: REPOSITORY,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // sql.js finds its wasm beside itself, and Mocha loads its parts by path.
    external: ['vscode', 'mocha', 'sql.js'],
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return outfile;
}
