import { afterPaint } from './afterPaint';

/** The longest that work may be put off while the page is busy, in milliseconds. */
const LATEST = 2000;
/** How long one turn of work may take without anybody noticing, in milliseconds. */
const TURN = 8;

/** Does work piece by piece while the page has nothing else to do. `next` does one piece, and tells whether there is more. */
export function workWhenIdle(next: () => boolean): void {
  const turn = (): void => {
    const end = performance.now() + TURN;
    let hasMore = next();
    while (hasMore && performance.now() < end) hasMore = next();
    if (hasMore) ask();
  };
  const ask = (): void => {
    requestIdleCallback(turn, { timeout: LATEST });
  };
  afterPaint(ask);
}
