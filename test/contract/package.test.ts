import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
const NO_DEPENDENCIES = 0;

describe('the package', () => {
  let files: readonly string[];

  before(async function () {
    this.timeout(120_000); // it walks the whole folder, an installed VS Code included
    files = await listFiles({ packageManager: NO_DEPENDENCIES as never });
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
