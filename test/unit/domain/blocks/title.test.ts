import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkName, checkTitle, copyName, MAX_NAME } from '../../../../src/extension/domain/blocks/title';
import { InvalidInputError } from '../../../../src/extension/domain/ports/invalidInputError';
import { blockReference, responseReference } from '../../../../src/extension/domain/references/format';
import { parseReferences } from '../../../../src/extension/domain/references/parse';

/** The name as it is stored; undefined when it is refused. */
function stored(check: (raw: string) => string, raw: string): string | undefined {
  try {
    return check(raw);
  } catch (error) {
    assert.ok(error instanceof InvalidInputError);
    return undefined;
  }
}

describe('titles', () => {
  it('are trimmed', () => {
    assert.equal(checkTitle('  A title '), 'A title');
  });

  it('refuse nothing, too much, several lines, braces and slashes', () => {
    for (const raw of ['', '  ', 'x'.repeat(MAX_NAME + 1), 'a\nb', 'a\rb', '{a', 'a}', 'a/b']) {
      assert.throws(() => checkTitle(raw), InvalidInputError, JSON.stringify(raw));
    }
    assert.equal(checkTitle('x'.repeat(MAX_NAME)).length, MAX_NAME);
  });

  it('of payloads may contain slashes', () => {
    assert.equal(checkName(' Draft 1/2 '), 'Draft 1/2');
    assert.throws(() => checkName('a{{b'), InvalidInputError);
  });

  it('that are accepted can always be referred to', () => {
    const raw = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('previous', '#a', '$a', 'block:a', '\\', '['));
    fc.assert(
      fc.property(raw, (one) => {
        const title = stored(checkTitle, one);
        const name = stored(checkName, one);
        fc.pre(name !== undefined);
        const text = title === undefined ? '' : blockReference('A/B', title);
        const [block] = parseReferences(text);
        assert.equal(block?.name, title === undefined ? undefined : `A/B/${title}`);
        const [response] = parseReferences(responseReference(name));
        assert.deepEqual([response?.form, response?.name], ['response', name]);
      }),
    );
  });
});

describe('names of copies', () => {
  const among = (taken: readonly string[]) => (name: string) => taken.includes(name);

  it('say copy and then count', () => {
    assert.equal(copyName('X', among([])), 'X copy');
    assert.equal(copyName('X', among(['X copy'])), 'X copy 2');
    assert.equal(copyName('X', among(['X copy', 'X copy 2'])), 'X copy 3');
  });

  it('count on when a copy is copied', () => {
    assert.equal(copyName('X copy', among(['X', 'X copy'])), 'X copy 2');
    assert.equal(copyName('X copy', among([])), 'X copy 2');
    assert.equal(copyName('X copy 9', among(['X copy 10'])), 'X copy 11');
    assert.equal(copyName('copy', among([])), 'copy copy');
  });

  it('stay within the limit without cutting a character in half', () => {
    const copy = copyName('😀'.repeat(127), among([]));
    assert.equal(checkTitle(copy), copy);
    assert.ok(copy.endsWith('😀 copy'));
  });

  it('are always free and acceptable', () => {
    const title = fc.constantFrom('X', 'X copy', 'X copy 2', 'X copy 3', 'y'.repeat(MAX_NAME), 'a b');
    fc.assert(
      fc.property(title, fc.array(title), (one, others) => {
        const taken = [one, ...others, copyName(one, () => false)];
        const copy = copyName(one, among(taken));
        assert.ok(!taken.includes(copy));
        assert.equal(checkTitle(copy), copy);
      }),
    );
  });
});
