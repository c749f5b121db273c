import type { Block } from '../../../shared/model/block';

/** A place in the text of a block. Offsets are UTF-16, the end exclusive. */
export interface Found {
  readonly blockId: number;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  /** What stands there. */
  readonly found: string;
}

const results = new WeakMap<Block, Map<string, Found | undefined>>();

/** The first of these strings in each block. The answer is remembered for as long as the block lives. */
export function findAny(blocks: readonly Block[], strings: readonly string[]): readonly Found[] {
  if (strings.length === 0) {
    return [];
  }
  const longestFirst = [...strings].sort((one, other) => other.length - one.length);
  const source = longestFirst.map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return findPattern(blocks, source);
}

/** The first match of a pattern in each block; remembered as well. */
export function findPattern(blocks: readonly Block[], source: string): readonly Found[] {
  const pattern = new RegExp(source);
  return blocks.flatMap((block) => {
    const known = results.get(block) ?? new Map<string, Found | undefined>();
    results.set(block, known);
    if (!known.has(source)) {
      known.set(source, firstIn(block, pattern));
    }
    return known.get(source) ?? [];
  });
}

function firstIn({ id, title, content }: Block, pattern: RegExp): Found | undefined {
  const match = pattern.exec(content);
  return match === null
    ? undefined
    : { blockId: id, title, start: match.index, end: match.index + match[0].length, found: match[0] };
}
