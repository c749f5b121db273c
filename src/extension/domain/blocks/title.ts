import { text } from '../../../shared/model/text';
import { InvalidInputError } from '../ports/invalidInputError';
import { FORBIDDEN_CHARACTERS } from './forbiddenCharacters';

/** The longest title of a block and name of a payload or workflow, in UTF-16 units (seed schema: 1 to 255). */
export const MAX_NAME = 255;

/**
 * The title of a block as it is stored: trimmed. A `/` is refused because `{{block:Folder/Title}}` could then name two
 * blocks: "B/C" in the folder A, and "C" in the folder A/B.
 * @throws {InvalidInputError} for a title that is empty, too long, or that a reference could not name
 */
export function checkTitle(raw: string): string {
  const title = checkName(raw);
  if (title.includes('/')) {
    throw new InvalidInputError(text('A title may not contain "/", which separates folders.'));
  }
  return title;
}

/**
 * The name of a payload or workflow as it is stored: trimmed. Unlike a title it may contain `/`.
 * @throws {InvalidInputError} for a name that is empty, too long, or that a reference could not name
 */
export function checkName(raw: string): string {
  const name = raw.trim();
  if (name === '') {
    throw new InvalidInputError(text('A name may not be empty.'));
  }
  if (name.length > MAX_NAME) {
    throw new InvalidInputError(text('A name may have at most {0} characters.', MAX_NAME));
  }
  if (FORBIDDEN_CHARACTERS.test(name)) {
    throw new InvalidInputError(text('A name may not contain braces, line breaks or control characters.'));
  }
  return name;
}

/**
 * The name for a copy: "X copy", then "X copy 2" and so on until one is free. A copy of "X copy" counts on from there
 * instead of becoming "X copy copy". The beginning is shortened where the result would be too long.
 */
export function copyName(name: string, isTaken: (name: string) => boolean): string {
  const numbered = /^(.+) copy(?: (\d{1,9}))?$/su.exec(name);
  const base = numbered?.[1] ?? name;
  for (let number = numbered === null ? 1 : Number(numbered[2] ?? 1) + 1; ; number++) {
    const suffix = number === 1 ? ' copy' : ` copy ${number}`;
    const copy = shorten(base, MAX_NAME - suffix.length) + suffix;
    if (!isTaken(copy)) {
      return copy;
    }
  }
}

/** Cuts to a length, never through a surrogate pair, and leaves no blank at the end. */
function shorten(name: string, length: number): string {
  return name.length <= length
    ? name
    : name
        .slice(0, length)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd();
}
