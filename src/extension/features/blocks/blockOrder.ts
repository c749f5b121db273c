import type { BlockSummary } from '../../../shared/model/block';

/** What blocks can be sorted by inside their folder. */
export const blockSortKeys = ['title', 'changed', 'size'] as const;

/** What blocks are sorted by inside their folder: their title, the last change of their text, or its size. */
export type BlockSortKey = (typeof blockSortKeys)[number];

/** How blocks are sorted inside their folder. Folders always come first, by name. */
export interface BlockSort {
  readonly key: BlockSortKey;
  readonly descending: boolean;
}

/** How blocks are sorted until a person says otherwise. */
export const defaultBlockSort: BlockSort = { key: 'title', descending: false };

/** Made once, at the first comparison: making a collator takes longer than thousands of comparisons. */
let titles: Intl.Collator | undefined;

/** Whether a value that was kept somewhere is an order. */
export function isBlockSort(value: unknown): value is BlockSort {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    blockSortKeys.some((key) => key === value.key) &&
    'descending' in value &&
    typeof value.descending === 'boolean'
  );
}

/**
 * Blocks in order. Ties are broken by title, then id, so that the order is one and the same each time.
 * `previous`, the ids in an earlier order, makes sorting cheap where little has changed: a sort recognises what is
 * sorted already.
 */
export function orderBlocks(
  blocks: readonly BlockSummary[],
  sort: BlockSort,
  previous: readonly number[] = [],
): readonly BlockSummary[] {
  return inOrderOf(blocks, previous).sort(comparison(sort));
}

function inOrderOf(blocks: readonly BlockSummary[], previous: readonly number[]): BlockSummary[] {
  if (previous.length === 0) {
    return [...blocks];
  }
  const rest = new Map(blocks.map((block) => [block.id, block]));
  const known: BlockSummary[] = [];
  for (const id of previous) {
    const block = rest.get(id);
    if (block) {
      known.push(block);
      rest.delete(id);
    }
  }
  return [...known, ...rest.values()];
}

function comparison({ key, descending }: BlockSort): (one: BlockSummary, other: BlockSummary) => number {
  const compare = comparisons[key];
  const sign = descending ? -1 : 1;
  return (one, other) => sign * compare(one, other) || byTitle(one, other) || one.id - other.id;
}

const comparisons: Readonly<Record<BlockSortKey, (one: BlockSummary, other: BlockSummary) => number>> = {
  title: byTitle,
  changed: (one, other) => one.contentChangedAt - other.contentChangedAt,
  size: (one, other) => one.size - other.size,
};

function byTitle(one: BlockSummary, other: BlockSummary): number {
  titles ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return titles.compare(one.title, other.title);
}
