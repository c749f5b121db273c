/** How many rounds to go: few in `npm test`, many in `npm run test:crash`. */
export function rounds(short: number, full: number): number {
  return isFull ? full : short;
}

/** True for `npm run test:crash`. */
export const isFull = process.env['CRASH_TESTS'] === 'full';

/**
 * How Node.js is started for a process that is soon killed. In the short form it lives too shortly to gain by optimised code
 * of the wasm, which takes longer to make than all else that it does; in the full form it runs as the extension does.
 */
export const v8Options: readonly string[] = isFull ? [] : ['--liftoff-only'];
