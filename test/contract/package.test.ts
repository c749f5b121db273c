import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { listFiles } from '@vscode/vsce';

/** Everything that a person who installs the extension receives; what is loaded on first use is matched by its folder. */
const EXPECTED = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/extension.js',
  'dist/sql-wasm.wasm',
  'dist/storeWorker.js',
  'l10n/bundle.l10n.json',
  'media/activity-bar.svg',
  'media/icon.png',
  'media/prompt-dark.svg',
  'media/prompt-language.json',
  'media/prompt-light.svg',
  'media/prompt.tmLanguage.json',
  'media/references.tmLanguage.json',
  'package.json',
  'package.nls.json',
];

/** In bytes, of the compressed package. */
const LARGEST_PACKAGE = 2_000_000;

/** The enum of vsce is declared `const`, so its value is written out: take no dependencies, everything is bundled. */
const NO_DEPENDENCIES = 2;

/**
 * Folders that grow beside the extension: some ten thousand files, an installed VS Code among them, which vsce would
 * walk. Instead of what is in them there is what could be taken for a part of the extension most easily.
 */
const GROWN = ['.git', '.vscode-test', 'node_modules', 'out'];
const MISLEADING = ['package.json', 'README.md', 'dist/extension.js', 'dist/parts/part.js', 'media/icon.png'];

/** Makes a folder that looks to vsce like the one of the repository. */
function lookAlike(): string {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  for (const entry of readdirSync('.', { withFileTypes: true })) {
    if (GROWN.includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) symlinkSync(resolve(entry.name), path, 'junction');
    else copyFileSync(entry.name, path);
  }
  for (const path of GROWN.flatMap((name) => MISLEADING.map((file) => join(folder, name, file)))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  return folder;
}

describe('the package', () => {
  let files: readonly string[];

  before(async function () {
    this.timeout(120_000);
    const cwd = lookAlike();
    try {
      // Its types do not know every option that it has.
      files = await listFiles({ cwd, packageManager: NO_DEPENDENCIES, followSymlinks: true } as never);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });

  it('holds only what runs', () => {
    const ownFiles = files.filter(
      (file) => !/^dist\/(?:webview\/[\w-]+\.(?:js|css|ttf)|parts\/[\w-]+\.js)$/.test(file),
    );
    assert.deepEqual([...ownFiles].sort(), EXPECTED);
  });

  it('is smaller than 2 MB', () => {
    const compressed = files.map((file) => deflateRawSync(readFileSync(file)).length);
    assert.ok(compressed.reduce((sum, size) => sum + size, 0) < LARGEST_PACKAGE);
  });
});
