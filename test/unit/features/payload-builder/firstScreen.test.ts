import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boxesOnScreen } from '../../../../src/extension/features/payload-builder/firstScreen';
import type { Box } from '../../../../src/extension/features/payload-builder/previewPieces';

describe('The boxes of the first screen', () => {
  const box = (length: number): Box => ({
    role: null,
    placeId: 1,
    pieces: [{ text: 'x'.repeat(length), source: 'block', blockId: 1, origin: '' }],
  });

  it('are all of a short preview', () => {
    const boxes = [box(10), box(0), box(3000)];
    assert.equal(boxesOnScreen(boxes), boxes);
    assert.deepEqual(boxesOnScreen([]), []);
  });

  it('are the first ones of a long preview, until they fill any screen', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6000 }), { maxLength: 400 }), (lengths) => {
        const boxes = lengths.map(box);
        const shown = boxesOnScreen(boxes);
        assert.deepEqual(shown, boxes.slice(0, shown.length));
        const length = lengths.slice(0, shown.length).reduce((sum, one) => sum + one, 0);
        // Nothing is left out before there are 100 lines, or as much text as 200 lines of a hundred letters.
        if (shown.length < boxes.length) assert.ok(shown.length >= 100 || length >= 20_000);
        assert.ok(shown.length <= 150 && length < 40_000, `${shown.length} boxes of ${length}`);
      }),
    );
  });
});
