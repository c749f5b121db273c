/** The longest quotation of a server's own words in a sentence, in UTF-16 units. */
const LONGEST = 300;

/** Characters that could disturb a line on screen: controls, line separators and marks that turn the direction of text. */
const UNREADABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;
/** Half of a surrogate pair. */
const HALF = /\p{Cs}/gu;

/** A server's words made fit to stand in one sentence: one line, no controls, not long. */
export function readableText(words: string): string {
  const line = words
    .slice(0, LONGEST * 20)
    .replace(UNREADABLE, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
  return short.replace(HALF, '');
}
