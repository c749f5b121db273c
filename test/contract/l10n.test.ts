import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { collectTexts } from '../../scripts/l10n/collectTexts';

describe('what the extension says to people', () => {
  const collected = collectTexts('src');

  it('is written as literals, so that it can be translated', () => {
    assert.deepEqual(collected.untranslatable, []);
  });

  it('stands in the bundle that translators work from (npm run l10n writes it)', () => {
    const bundle = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as Record<string, string>;
    assert.deepEqual(Object.keys(bundle).sort(), [...collected.messages]);
  });
});
