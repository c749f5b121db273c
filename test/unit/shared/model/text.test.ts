import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatText, text } from '../../../../src/shared/model/text';

describe('a sentence', () => {
  it('has its arguments at their places, also twice', () => {
    assert.equal(formatText(text('{1} and {0} and {1}', 'a', 2)), '2 and a and 2');
  });

  it('keeps places that have no argument', () => {
    assert.equal(formatText(text('{0} and {7}', 'a')), 'a and {7}');
  });

  it('does not read what arguments contain', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        assert.equal(formatText(text('<{0}|{1}>', `${first}{1}$&`, second)), `<${first}{1}$&|${second}>`);
      }),
    );
  });
});
