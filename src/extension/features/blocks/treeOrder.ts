import type { BlockSummary } from '../../../shared/model/block';
import type { ChildSource } from './childListings';
import { defaultBlockSort, orderBlocks } from './blockOrder';

/** A folder, or a block, in its place in the tree. */
export type TreeEntry = { readonly folderPath: string } | { readonly block: BlockSummary };

/** Everything below a folder, which itself is left out, in the order of a tree that is wholly expanded, by title. */
export function* entriesBelow(folderPath: string, source: Pick<ChildSource, 'children'>): Generator<TreeEntry> {
  const { folders, blocks } = source.children(folderPath);
  for (const path of folders) {
    yield { folderPath: path };
    yield* entriesBelow(path, source);
  }
  for (const block of orderBlocks(blocks, defaultBlockSort)) {
    yield { block };
  }
}

/** All blocks below a folder, in that order. */
export function blocksBelow(folderPath: string, source: Pick<ChildSource, 'children'>): readonly BlockSummary[] {
  return [...entriesBelow(folderPath, source)].flatMap((entry) => ('block' in entry ? [entry.block] : []));
}
