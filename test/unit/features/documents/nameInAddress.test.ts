import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nameInAddress } from '../../../../src/extension/platform/vscode/nameInAddress';

describe('a name in an address', () => {
  it('stays as it is for any title that a block can have', () => {
    for (const title of ['Style guide', 'a.py', 'Was? 50 % #1', 'C:\\x', '日本 😀', 'x'.repeat(255), '…', '. .']) {
      assert.equal(nameInAddress(title), title);
    }
  });

  it('has no separator, so that the name of a payload stays one part of the path', () => {
    assert.equal(nameInAddress('and/or'), 'and∕or');
  });

  it('shows names that a path would swallow', () => {
    assert.equal(nameInAddress('..'), '․․_');
    assert.equal(nameInAddress('.'), '․_');
    assert.equal(nameInAddress(' '), '_');
  });

  it('is one non-empty part of a path for any text, can be percent-encoded, and does not change when made again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 600 })), (name) => {
        const part = nameInAddress(name);
        assert.doesNotMatch(part, /^\.{0,2}$|\/|[\u0000-\u001f]/);
        assert.ok(Array.from(part).length <= 256);
        assert.equal(decodeURIComponent(encodeURIComponent(part)), part);
        assert.equal(nameInAddress(part), part);
      }),
    );
  });

  it('can be percent-encoded when half of a character is missing', () => {
    assert.equal(encodeURIComponent(nameInAddress('a\ud83d')), encodeURIComponent('a\ufffd'));
  });
});
