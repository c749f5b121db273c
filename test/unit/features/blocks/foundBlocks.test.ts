import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FoundBlocks, occurrences } from '../../../../src/extension/features/blocks/foundBlocks';
import { summary } from './summaries';

describe('what a filter found', () => {
  const found = new FoundBlocks('x', [
    summary(1, { folderPath: 'Phase 1/Instructions' }),
    summary(2, { folderPath: 'Phase 1' }),
    summary(3),
  ]);

  it('is a tree of the blocks with the folders on the way to them', () => {
    assert.deepEqual(found.children('').folders, ['Phase 1']);
    assert.deepEqual(
      found.children('').blocks.map(({ id }) => id),
      [3],
    );
    assert.deepEqual(found.children('Phase 1').folders, ['Phase 1/Instructions']);
    assert.equal(found.size, 3);
  });

  it('starts expanded unless it is too much to draw at once', () => {
    assert.equal(found.expanded, true);
    const many = Array.from({ length: 1001 }, (_, index) => summary(index + 1));
    assert.equal(new FoundBlocks('x', many).expanded, false);
  });
});

describe('the places of a text in a title', () => {
  it('do not overlap and pay no regard to the case of ASCII letters', () => {
    assert.deepEqual(occurrences('aa', 'AAaaa'), [
      [0, 2],
      [2, 4],
    ]);
    assert.deepEqual(occurrences('É', 'é É'), [[2, 3]]);
    assert.deepEqual(occurrences('', 'title'), []);
  });

  it('hold the text itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 2 }), (title, text) => {
        for (const [start, end] of occurrences(text, title)) {
          assert.equal(title.slice(start, end).toLowerCase(), text.toLowerCase());
        }
      }),
    );
  });
});
