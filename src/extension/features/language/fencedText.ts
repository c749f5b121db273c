/** The most of one text that a preview shows, in characters. */
const longestExcerpt = 400;

/**
 * The beginning of a text as a Markdown code block, whatever is in it: the fence is longer than any run of backticks in
 * the text, so that nothing in it can end the block and be drawn as a link, an image or a heading.
 */
export function fencedText(content: string, limit = longestExcerpt): string {
  const excerpt = content.length > limit ? `${content.slice(0, endWithin(content, limit))}…` : content;
  const longestRun = Math.max(0, ...Array.from(excerpt.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longestRun + 1));
  return `${fence}text\n${excerpt}\n${fence}`;
}

/** A name inside a line of Markdown, with everything that has a meaning there taken as text. */
export function markdownText(name: string): string {
  return name.replace(/[\p{Cc}\u{2028}\u{2029}]+/gu, ' ').replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@/]/g, '\\$&');
}

/** Not between the two halves of a character. */
function endWithin(content: string, limit: number): number {
  const code = content.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit;
}
