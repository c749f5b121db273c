/**
 * The grammar of references, and the only reader of it.
 *
 * ```
 * reference = "{{" content "}}"
 * content   = "#" tag | "block:" path | "response:" payload | "previous" | "$" variable | payload
 * ```
 * - Content stands on one line (no LF or CR), contains no brace, is not blank, and is at most `MAX_CONTENT` long.
 *   Braces without such content are text: a `{{` that is never closed, `{{}}`, JSON.
 * - Blanks around the content and after `#`, `block:`, `response:` and `$` do not count. Everything else does: names and
 *   the words `block:`, `response:` and `previous` are compared exactly, capitals included.
 * - Content with a mark but no name, such as `{{#}}`, is a reference that nothing can resolve.
 * - Of more than two braces the inner ones count: in `{"a":{{#b}}}` and in `{{{#b}}}` the reference is `{{#b}}`.
 * - References do not nest: in `{{a {{#b}}` the reference is `{{#b}}`, the rest is text.
 * - Any other content is the name of a payload if there is one of that name, and text if not. The parser cannot know and
 *   calls it `name`.
 * - A backslash directly before `{{` takes its meaning away: `\{{` is the text `{{`. Backslashes there count in pairs:
 *   `\\{{` is one backslash before a `{{` that keeps its meaning, `\\\{{` one backslash and the text `{{`. Backslashes
 *   anywhere else are text.
 *
 * Every function takes time proportional to the text, whatever its braces.
 */

/** The longest content between the braces, in UTF-16 units: more than any path that `checkFolderPath` accepts. */
export const MAX_CONTENT = 2000;

/** Which kind of thing a reference names. `name` is the short form: a payload, or text if there is none. */
export type ReferenceForm = 'tag' | 'block' | 'response' | 'name' | 'previous' | 'variable';

/** A reference in a text. Offsets are UTF-16, ends exclusive. */
export interface Reference {
  readonly form: ReferenceForm;
  /** What it names, without mark and blanks; may be empty after a mark. For `previous` that word. */
  readonly name: string;
  /** Where the opening braces begin. */
  readonly start: number;
  /** Where the closing braces end. */
  readonly end: number;
  /** Where the name begins. */
  readonly nameStart: number;
  /** Where the name ends. */
  readonly nameEnd: number;
}

/** Backslashes before `{{`, with those braces if they lose their meaning. */
export interface Escape {
  /** What the author means by it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What is not plain text. */
export type Token = ({ readonly kind: 'reference' } & Reference) | ({ readonly kind: 'escape' } & Escape);

/** The marks that begin the content of each form. */
export const MARKS = { tag: '#', block: 'block:', response: 'response:', variable: '$' } as const;

/** The content that means the response just before. */
export const PREVIOUS = 'previous';

const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LF = 0x0a;
const CR = 0x0d;

/** All references and escapes in the order in which they stand; what lies between them is plain text. */
export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (;;) {
    const braces = text.indexOf('{{', from);
    if (braces === -1) {
      return tokens;
    }
    const escape = escapeBefore(text, braces);
    if (escape !== undefined) {
      tokens.push({ kind: 'escape', ...escape });
    }
    const open = Math.max(braces, escape?.end ?? 0);
    const contentStart = endOfBraces(text, open);
    const contentEnd = endOfContent(text, contentStart);
    const reference = contentStart - open < 2 ? undefined : read(text, contentStart, contentEnd);
    if (reference !== undefined) {
      tokens.push({ kind: 'reference', ...reference });
    }
    from = reference?.end ?? contentEnd;
  }
}

/** All references in the order in which they stand. */
export function parseReferences(text: string): readonly Reference[] {
  return scan(text).filter((token) => token.kind === 'reference');
}

/** All escapes in the order in which they stand. */
export function parseEscapes(text: string): readonly Escape[] {
  return scan(text).filter((token) => token.kind === 'escape');
}

/**
 * The reference that reaches from one offset to another if the text between them is its content, otherwise undefined.
 * The braces before the content are taken for granted.
 */
export function read(text: string, contentStart: number, contentEnd: number): Reference | undefined {
  if (!isClosedAt(text, contentEnd) || contentEnd - contentStart > MAX_CONTENT) {
    return undefined;
  }
  const content = text.slice(contentStart, contentEnd);
  const trimmed = content.trim();
  if (trimmed === '') {
    return undefined;
  }
  const form = formOf(trimmed);
  const mark = form === 'name' || form === 'previous' ? '' : MARKS[form];
  const name = trimmed.slice(mark.length).trim();
  const nameEnd = contentStart + content.trimEnd().length;
  const nameStart = nameEnd - name.length;
  return { form, name, start: contentStart - 2, end: contentEnd + 2, nameStart, nameEnd };
}

/** Whether the closing braces stand at an offset. */
export function isClosedAt(text: string, offset: number): boolean {
  return text.charCodeAt(offset) === CLOSE && text.charCodeAt(offset + 1) === CLOSE;
}

/** Which form a content has that begins and ends without blanks. */
export function formOf(content: string): ReferenceForm {
  if (content === PREVIOUS) {
    return 'previous';
  }
  for (const form of ['tag', 'block', 'response', 'variable'] as const) {
    if (content.startsWith(MARKS[form])) {
      return form;
    }
  }
  return 'name';
}

/** Where the content ends that begins there: at the next brace or line break, or where it gets too long. */
export function endOfContent(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_CONTENT + 1);
  let end = start;
  while (end < limit && !isBoundary(text.charCodeAt(end))) {
    end++;
  }
  return end;
}

/** Whether a character cannot stand in the content of a reference. */
export function isBoundary(code: number): boolean {
  return code === OPEN || code === CLOSE || code === LF || code === CR;
}

/** How many backslashes stand directly before an offset. */
export function backslashesBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text.charCodeAt(start - 1) === BACKSLASH) {
    start--;
  }
  return offset - start;
}

function escapeBefore(text: string, braces: number): Escape | undefined {
  const count = backslashesBefore(text, braces);
  if (count === 0) {
    return undefined;
  }
  const isLiteral = count % 2 === 1;
  return {
    text: '\\'.repeat(Math.floor(count / 2)) + (isLiteral ? '{{' : ''),
    start: braces - count,
    end: isLiteral ? braces + 2 : braces,
  };
}

function endOfBraces(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) === OPEN) {
    end++;
  }
  return end;
}
