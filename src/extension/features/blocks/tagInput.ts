import { parseTags } from '../../domain/blocks/tags';

/** More completions than this are not looked through. */
const mostCompletions = 50;

/** The tags that could stand in place of what is being typed after the last comma, those of most blocks first. */
export function completeTags(
  typed: string,
  known: ReadonlyMap<string, { readonly length: number }>,
): readonly string[] {
  const { before, fragment } = split(typed);
  const written = new Set(parseTags(before));
  const wanted = fragment.toLowerCase();
  return [...known]
    .filter(([tag]) => tag.toLowerCase().includes(wanted) && tag !== fragment && !written.has(tag))
    .sort(([tag, blocks], [otherTag, otherBlocks]) => {
      const starts = Number(otherTag.toLowerCase().startsWith(wanted)) - Number(tag.toLowerCase().startsWith(wanted));
      return starts || otherBlocks.length - blocks.length || (tag < otherTag ? -1 : 1);
    })
    .slice(0, mostCompletions)
    .map(([tag]) => tag);
}

/** What is typed once a tag has been put in place of what stands after the last comma, ready for the next tag. */
export function acceptTag(typed: string, tag: string): string {
  return [...parseTags(split(typed).before), tag, ''].join(', ');
}

/**
 * The tags of one block after the tags that all chosen blocks shared, `shared`, have been edited to `wanted`: what was
 * taken away is taken away, what was added is added at the end, and what only this block has stays.
 */
export function retag(
  tags: readonly string[],
  shared: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  if (tags.length === shared.length) {
    return wanted; // the block has no others: its order is the one that was written
  }
  const kept = tags.filter((tag) => !shared.includes(tag) || wanted.includes(tag));
  return [...kept, ...wanted.filter((tag) => !kept.includes(tag))];
}

/** The tags that every one of the lists holds, in the order of the first. */
export function sharedTags(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists;
  return first.filter((tag) => others.every((list) => list.includes(tag)));
}

function split(typed: string): { readonly before: string; readonly fragment: string } {
  const comma = typed.lastIndexOf(',');
  return { before: typed.slice(0, Math.max(0, comma)), fragment: typed.slice(comma + 1).trim() };
}
