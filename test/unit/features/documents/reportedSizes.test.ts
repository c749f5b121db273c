import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ReportedSizes } from '../../../../src/extension/features/documents/reportedSizes';

describe('the size that is told of a block', () => {
  it('is the number of its bytes at first', () => {
    assert.equal(new ReportedSizes().sizeOf(1, 100, 5), 5);
  });

  it('differs for two times that follow each other, and stays the same for one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 2 }), (lengths) => {
        const sizes = new ReportedSizes();
        const told = lengths.map((bytes, time) => {
          const size = sizes.sizeOf(1, time, bytes);
          assert.equal(sizes.sizeOf(1, time, bytes), size);
          assert.ok(size === bytes || size === bytes + 1);
          return size;
        });
        told.slice(1).forEach((size, index) => {
          assert.notEqual(size, told[index]);
        });
      }),
    );
  });

  it('is kept for each block by itself', () => {
    const sizes = new ReportedSizes();
    sizes.sizeOf(1, 100, 5);
    assert.equal(sizes.sizeOf(2, 101, 5), 5);
  });
});
