import assert from 'node:assert/strict';
import { estimateTokens, tokenCorrection } from '../../../../src/extension/domain/preview/estimateTokens';

describe('The estimate of tokens', () => {
  it('counts four characters of Latin script, and one of Chinese, as a token', () => {
    assert.deepEqual(['', 'a', 'abcd', 'abcde', '你好', '你好abcd'].map(estimateTokens), [0, 1, 1, 2, 2, 3]);
  });

  it('is corrected by what a server counted', () => {
    assert.equal(tokenCorrection('word '.repeat(400), 400), 0.8);
  });

  it('is not corrected by a short prompt, or by a count that was of something else', () => {
    assert.equal(tokenCorrection('word', 30), 1);
    assert.equal(tokenCorrection('word '.repeat(400), 9), 1);
  });
});
