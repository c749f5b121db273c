import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkTags,
  formatTags,
  MAX_TAG,
  parseTags,
  responseSlotPayload,
} from '../../../../src/extension/domain/blocks/tags';
import { InvalidInputError } from '../../../../src/extension/domain/ports/invalidInputError';

describe('tags', () => {
  it('are separated by commas, trimmed, none empty and none twice', () => {
    assert.deepEqual(parseTags(' style, short one ,,style,Style '), ['style', 'short one', 'Style']);
    assert.deepEqual(parseTags(null), []);
    assert.deepEqual(parseTags(''), []);
  });

  it('are the same after they were stored', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const tags = parseTags(text);
        assert.deepEqual(parseTags(formatTags(tags)), tags);
      }),
    );
  });

  it('refuse braces, several lines and too much', () => {
    for (const raw of [
      'a, {b',
      '}',
      'a\nb',
      'x'.repeat(MAX_TAG + 1),
      Array.from({ length: 999 }, (_, i) => `tag ${i}`).join(),
    ]) {
      assert.throws(() => checkTags(raw), InvalidInputError, raw.slice(0, 20));
    }
    assert.deepEqual(checkTags(' a,b '), ['a', 'b']);
  });
});

describe('a response slot', () => {
  it('has both exact tags', () => {
    assert.equal(responseSlotPayload(['response', 'payload_12']), 12);
    assert.equal(responseSlotPayload(['payload_3', 'other', 'response']), 3);
  });

  it('is not made by parts of other tags', () => {
    for (const tags of [
      ['responses', 'payload_1'],
      ['response'],
      ['payload_1'],
      ['response', 'payload_1b'],
      ['response', 'payload_'],
      ['response', 'payload_0'],
      ['Response', 'payload_1'],
      ['response', 'payload_99999999999999999999'],
    ]) {
      assert.equal(responseSlotPayload(tags), undefined, tags.join());
    }
  });
});
