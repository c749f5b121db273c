import type { Box } from './previewPieces';

/** How many rows are on the highest screen. The others come when these are there to be seen. */
export const ROWS_ON_SCREEN = 60;
/** How much of the preview is: so many boxes, if each has but one line, or so many UTF-16 units. */
const [BOXES, LENGTH] = [120, 24_000];

/** The first boxes of a preview: more than fit on a screen. */
export function boxesOnScreen(boxes: readonly Box[]): readonly Box[] {
  let length = 0;
  const end = boxes.findIndex(({ pieces }, index) => {
    const isBeyond = index >= BOXES || length >= LENGTH;
    length += pieces.reduce((sum, { text }) => sum + text.length, 0);
    return isBeyond;
  });
  return end === -1 ? boxes : boxes.slice(0, end);
}
