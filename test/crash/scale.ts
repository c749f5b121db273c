/** How many rounds to go: few in `npm test`, many in `npm run test:crash`. */
export function rounds(short: number, full: number): number {
  return isFull ? full : short;
}

/** True for `npm run test:crash`. */
export const isFull = process.env['CRASH_TESTS'] === 'full';
