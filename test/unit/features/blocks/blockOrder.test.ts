import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  blockSortKeys,
  defaultBlockSort,
  isBlockSort,
  orderBlocks,
} from '../../../../src/extension/features/blocks/blockOrder';
import { summary } from './summaries';

const byTitle = { key: 'title', descending: false } as const;

describe('the order of blocks in a folder', () => {
  it('puts numbers in titles in the order of their values, and small letters with capital ones', () => {
    const blocks = ['step 10', 'Step 2', 'intro', 'Outro'].map((title, index) => summary(index + 1, { title }));
    assert.deepEqual(
      orderBlocks(blocks, byTitle).map(({ title }) => title),
      ['intro', 'Outro', 'Step 2', 'step 10'],
    );
  });

  it('puts the newest and the largest first when descending, and equals by title', () => {
    const blocks = [
      summary(1, { title: 'b', contentChangedAt: 5, size: 7 }),
      summary(2, { title: 'a', contentChangedAt: 5, size: 9 }),
      summary(3, { title: 'c', contentChangedAt: 8, size: 7 }),
    ];
    const ids = (key: 'changed' | 'size'): readonly number[] =>
      orderBlocks(blocks, { key, descending: true }).map(({ id }) => id);
    assert.deepEqual(ids('changed'), [3, 2, 1]);
    assert.deepEqual(ids('size'), [2, 1, 3]);
  });

  it('is the same whatever order was there before', () => {
    const block = fc.record({
      title: fc.constantFrom('a', 'A', 'b', 'é', 'a 2', 'a 10', ''),
      size: fc.nat(3),
      contentChangedAt: fc.nat(3),
    });
    const sort = fc.record({ key: fc.constantFrom(...blockSortKeys), descending: fc.boolean() });
    fc.assert(
      fc.property(fc.array(block), sort, fc.array(fc.nat(30)), (parts, order, previous) => {
        const blocks = parts.map((part, index) => summary(index + 1, part));
        const fresh = orderBlocks(blocks, order);
        assert.deepEqual(orderBlocks([...blocks].reverse(), order, [...new Set(previous)]), fresh);
        assert.equal(fresh.length, blocks.length);
      }),
    );
  });

  it('is taken from where it was kept only when it is one', () => {
    assert.equal(isBlockSort(defaultBlockSort), true);
    for (const value of [undefined, null, 'title', {}, { key: 'colour', descending: true }, { key: 'size' }]) {
      assert.equal(isBlockSort(value), false);
    }
  });
});
