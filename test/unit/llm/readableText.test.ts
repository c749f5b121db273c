import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readableText } from '../../../src/extension/llm/readableText';

describe('readableText', () => {
  it('makes one line of many and takes out what could disturb it', () => {
    assert.equal(readableText('  a\r\n\tb\u0000\u001b[31mc\u2028d\u202ee  '), 'a b [31mc d e');
  });

  it('shortens what is long, not within a character', () => {
    assert.equal(readableText('x'.repeat(500)), `${'x'.repeat(300)}…`);
    assert.equal(readableText(`${'x'.repeat(299)}\u{1f600}yz`), `${'x'.repeat(299)}…`);
  });

  it('is short, on one line and well formed for any text', () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 800 }), (units) => {
        const readable = readableText(String.fromCharCode(...units));
        assert.ok(readable.length <= 301);
        assert.doesNotMatch(readable, /[\p{Cc}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});
