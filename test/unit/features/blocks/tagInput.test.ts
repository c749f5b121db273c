import assert from 'node:assert/strict';
import fc from 'fast-check';
import { acceptTag, completeTags, retag, sharedTags } from '../../../../src/extension/features/blocks/tagInput';

const known = new Map([
  ['style', { length: 3 }],
  ['system', { length: 9 }],
  ['life style', { length: 20 }],
  ['other', { length: 1 }],
]);

describe('the completion of tags that are being typed', () => {
  it('offers tags that begin with what stands after the last comma, then those that contain it', () => {
    assert.deepEqual(completeTags('other, ST', known), ['style', 'life style', 'system']);
  });

  it('leaves out what is written already', () => {
    assert.deepEqual(completeTags('style, s', known), ['system', 'life style']);
    assert.deepEqual(completeTags('style', known), ['life style']);
  });

  it('offers every other tag after a comma', () => {
    assert.deepEqual(completeTags('system, ', known), ['life style', 'style', 'other']);
  });

  it('writes the tag in place of what was typed of it', () => {
    assert.equal(acceptTag('other,sty', 'style'), 'other, style, ');
    assert.equal(acceptTag('', 'style'), 'style, ');
  });
});

describe('editing the tags that several blocks share', () => {
  it('keeps on each block the tags that only it has', () => {
    assert.deepEqual(
      sharedTags([
        ['a', 'x', 'b'],
        ['b', 'a'],
      ]),
      ['a', 'b'],
    );
    assert.deepEqual(retag(['a', 'x', 'b'], ['a', 'b'], ['b', 'new']), ['x', 'b', 'new']);
  });

  it('takes the order that was written where a block has no others', () => {
    assert.deepEqual(retag(['a', 'b'], ['a', 'b'], ['b', 'c', 'a']), ['b', 'c', 'a']);
  });

  it('adds and removes exactly what was edited, and never writes a tag twice', () => {
    const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
    fc.assert(
      fc.property(tags, tags, tags, (one, other, wanted) => {
        const shared = sharedTags([one, other]);
        const after = new Set(retag(one, shared, wanted));
        const expected = new Set([...one.filter((tag) => !shared.includes(tag)), ...wanted]);
        assert.deepEqual(after, expected);
        assert.equal(retag(one, shared, wanted).length, expected.size);
      }),
    );
  });
});
