import { text } from '../../../shared/model/text';
import { InvalidInputError } from '../ports/invalidInputError';
import { FORBIDDEN_CHARACTERS } from './forbiddenCharacters';

/** The longest single tag, in UTF-16 units. */
export const MAX_TAG = 255;
/** The longest list of tags as it is stored, in UTF-16 units. */
const MAX_TAGS = 4096;

/** The tags in the text of the column `blocks.tags`, in the author's order: trimmed, none empty, none twice. */
export function parseTags(text: string | null): string[] {
  const tags = (text ?? '').split(',').map((tag) => tag.trim());
  return [...new Set(tags)].filter((tag) => tag !== '');
}

/** The text of the column `blocks.tags` for these tags. */
export function formatTags(tags: readonly string[]): string {
  return tags.join(', ');
}

/**
 * The tags in what a person typed, separated by commas.
 * @throws {InvalidInputError} for a tag that is too long or that a reference could not name
 */
export function checkTags(raw: string): string[] {
  const tags = parseTags(raw);
  for (const tag of tags) {
    if (FORBIDDEN_CHARACTERS.test(tag)) {
      throw new InvalidInputError(text('A tag may not contain braces, line breaks or control characters.'));
    }
    if (tag.length > MAX_TAG) {
      throw new InvalidInputError(text('A tag may have at most {0} characters.', MAX_TAG));
    }
  }
  if (formatTags(tags).length > MAX_TAGS) {
    throw new InvalidInputError(text('All tags together may have at most {0} characters.', MAX_TAGS));
  }
  return tags;
}

/**
 * The id of the payload whose response a block stands for: of a block with exactly the tags `response` and
 * `payload_<id>` among its tags. Undefined for every other block. Parts of longer tags do not count.
 */
export function responseSlotPayload(tags: readonly string[]): number | undefined {
  if (!tags.includes('response')) {
    return undefined;
  }
  for (const tag of tags) {
    const id = Number(/^payload_([1-9]\d*)$/.exec(tag)?.[1] ?? 0);
    if (id > 0 && Number.isSafeInteger(id)) {
      return id;
    }
  }
  return undefined;
}
