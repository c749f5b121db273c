/** A name in an address is for the eye: what is longer than this many characters is cut. Titles are shorter. */
const longestName = 255;

/**
 * A name as one part of a path: `/` becomes a look-alike, what cannot be shown or encoded is replaced, and a name that a
 * path would swallow (empty, `.` and `..`) is made visible. Any other title that a block can have stays as it is.
 */
export function nameInAddress(name: string): string {
  const visible = name
    .replaceAll('/', '∕')
    .replace(/\p{Surrogate}/gu, '\u{fffd}') // half a character cannot be percent-encoded
    .replace(/[\p{Cc}\u{2028}\u{2029}]+/gu, ' ')
    .trim();
  const characters = Array.from(visible);
  const short = characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : visible;
  return /^\.*$/.test(short) ? `${short.replaceAll('.', '․')}_` : short;
}
