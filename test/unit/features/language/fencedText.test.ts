import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fencedText, markdownText } from '../../../../src/extension/features/language/fencedText';

describe('a text in a preview', () => {
  it('is a code block that nothing in it can end', () => {
    const pieces = fc.array(
      fc.constantFrom('`', '```', '````````', '\n', '~~~', '[x](command:y)', '<img>', 'word', ' '),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const content = parts.join('');
        const [first, ...rest] = fencedText(content, 10_000).split('\n');
        const fence = first!.replace(/text$/, '');
        assert.match(fence, /^`{3,}$/);
        assert.equal(rest.at(-1), fence);
        assert.equal(rest.slice(0, -1).join('\n'), content);
        assert.ok(!content.includes(fence));
      }),
    );
  });

  it('is cut where it is long, never inside a character', () => {
    assert.equal(fencedText('abcdef', 3), '```text\nabc…\n```');
    assert.equal(fencedText('ab😀def', 3), '```text\nab…\n```');
    assert.equal(fencedText('abc', 3), '```text\nabc\n```');
  });
});

describe('a name in a preview', () => {
  it('has no character with a meaning in Markdown left bare', () => {
    assert.equal(markdownText('**a** [b](c) <d> `e`'), '\\*\\*a\\*\\* \\[b\\]\\(c\\) \\<d\\> \\`e\\`');
    assert.equal(markdownText('two\nlines'), 'two lines');
  });
});
