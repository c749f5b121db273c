/** How many characters a token of English or code has on average, across the tokenizers of today. */
const CHARACTERS_PER_TOKEN = 4;
/** The scripts whose characters are about one token each: CJK, Hangul, and half of each character of the planes above. */
const WIDE = /[\u2e80-\uffff]/g;

/**
 * About how many tokens a text has. No tokenizer is asked: the real number depends on the model and may well be a fifth
 * lower or higher.
 */
export function estimateTokens(text: string): number {
  // An expression is many times quicker than a loop over a megabyte that has none of them.
  const wide = text.match(WIDE)?.length ?? 0;
  return Math.ceil((text.length - wide) / CHARACTERS_PER_TOKEN + wide);
}

/** How the estimate has to be corrected for a server that counted the tokens of an earlier prompt: 1 is not at all. */
export function tokenCorrection(prompt: string, counted: number): number {
  const estimated = estimateTokens(prompt);
  // Short prompts are mostly template; a count far off was of something else, such as a prompt that was cut.
  const correction = counted / Math.max(1, estimated);
  return estimated < 50 || correction < 0.3 || correction > 3 ? 1 : correction;
}
