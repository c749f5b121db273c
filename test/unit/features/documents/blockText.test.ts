import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatText } from '../../../../src/shared/model/text';
import { decodeBlock, largestBlock } from '../../../../src/extension/features/documents/blockText';

describe('the text of a block from bytes', () => {
  it('gives back the same bytes for every text, a byte order mark and all line ends included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ufeff'), (text, mark) => {
        const bytes = Buffer.from(`${mark}${text}\r\n\r\n`, 'utf8');
        const decoded = decodeBlock(bytes);
        assert.ok('text' in decoded);
        assert.ok(Buffer.from(decoded.text, 'utf8').equals(bytes));
      }),
    );
  });

  it('refuses bytes that are not UTF-8, rather than to change them', () => {
    for (const bytes of [[0xff], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      const decoded = decodeBlock(Uint8Array.from(bytes));
      assert.ok('refused' in decoded);
      assert.match(formatText(decoded.refused), /UTF-8/);
    }
  });

  it('refuses what is too large and says how large', () => {
    const decoded = decodeBlock(new Uint8Array(largestBlock + 1));
    assert.ok('refused' in decoded);
    assert.equal(formatText(decoded.refused), 'A block can hold 64 MB at most; this text has 65 MB.');
  });
});
