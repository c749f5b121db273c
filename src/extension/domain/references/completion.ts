import {
  backslashesBefore,
  endOfContent,
  formOf,
  isBoundary,
  isClosedAt,
  MARKS,
  MAX_CONTENT,
  read,
  type Reference,
} from './parse';

/** What a person is writing at an offset. Offsets are UTF-16, ends exclusive. */
export interface CompletionContext {
  /** What is asked for; `any` while only `{{` and perhaps the beginning of a name stands there. */
  readonly kind: 'tag' | 'block' | 'response' | 'variable' | 'any';
  /** The part of the name before the offset, without blanks before it. */
  readonly prefix: string;
  /** Where the opening braces begin: a completion replaces the whole reference with one from `format`. */
  readonly start: number;
  /** Where the prefix begins. */
  readonly nameStart: number;
  /** The end of what a completion replaces: behind the closing braces where the reference has some. */
  readonly end: number;
}

/**
 * The reference that contains an offset or touches it, as `parseReferences` would find it. Looks only at the line, and
 * never further than a reference can reach.
 */
export function referenceAt(text: string, offset: number): Reference | undefined {
  return (
    referenceAround(text, offset) ??
    // Behind `}}`, behind its first brace, between the opening braces, and before them.
    [-2, -1, 1, 2].map((step) => referenceAround(text, offset + step)).find((found) => touches(found, offset))
  );
}

/**
 * What a person is writing at an offset; undefined where no reference is begun. Looks only at the line, and never
 * further than a reference can reach, so that it costs the same in a text of any length.
 */
export function completionContext(text: string, offset: number): CompletionContext | undefined {
  const contentStart = startOfContent(text, offset);
  if (contentStart === undefined) {
    return undefined;
  }
  const typed = text.slice(contentStart, offset).trimStart();
  const form = formOf(typed);
  const kind = form === 'name' || form === 'previous' ? 'any' : form;
  const mark = kind === 'any' ? '' : MARKS[kind];
  const prefix = typed.slice(mark.length).trimStart();
  return {
    kind,
    prefix,
    start: contentStart - 2,
    nameStart: offset - prefix.length,
    end: endOfReplaced(text, offset),
  };
}

function touches(reference: Reference | undefined, offset: number): boolean {
  return reference !== undefined && reference.start <= offset && offset <= reference.end;
}

/** The reference whose content contains or touches an offset. */
function referenceAround(text: string, offset: number): Reference | undefined {
  const contentStart = startOfContent(text, offset);
  return contentStart === undefined ? undefined : read(text, contentStart, endOfContent(text, contentStart));
}

/** Where the content begins that an offset stands in: behind the nearest `{{` of the line, if nothing closes it. */
function startOfContent(text: string, offset: number): number | undefined {
  const limit = Math.max(0, offset - MAX_CONTENT);
  let start = offset;
  while (start > limit && !isBoundary(text.charCodeAt(start - 1))) {
    start--;
  }
  return liveBracesBefore(text, start) >= 2 ? start : undefined;
}

/** How many of the opening braces directly before an offset are left when an escape has taken its two. */
function liveBracesBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text.startsWith('{', start - 1)) {
    start--;
  }
  const braces = offset - start;
  return braces >= 2 && backslashesBefore(text, start) % 2 === 1 ? braces - 2 : braces;
}

/**
 * A reference that is closed further right on the line is replaced whole, unless a comma or quotation mark stands
 * between: then the closing braces are rather the end of some JSON around a reference that is just being begun.
 */
function endOfReplaced(text: string, offset: number): number {
  const contentEnd = endOfContent(text, offset);
  const isPartOfIt = isClosedAt(text, contentEnd) && !/[",]/.test(text.slice(offset, contentEnd));
  return isPartOfIt ? contentEnd + 2 : offset;
}
