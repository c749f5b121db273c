import { byPathAndTitle } from '../../domain/blocks/byText';
import type { BlockSummary } from '../../../shared/model/block';

/** What the view Blocks hands over in a drag. */
export type DraggedBlock =
  { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'block'; readonly id: number };

/** Where blocks are looked up. */
export interface BlockLookup {
  block(id: number): BlockSummary | undefined;
  blocks(): Iterable<BlockSummary>;
}

/** Whether something that came out of a drag is an item of the view Blocks. */
export function isBlocksItem(value: unknown): value is DraggedBlock {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { kind, id, path } = value as Partial<Record<string, unknown>>;
  return (kind === 'block' && Number.isSafeInteger(id)) || (kind === 'folder' && typeof path === 'string');
}

/**
 * The blocks of what was dragged, each once: a folder stands for all blocks in it and below, by folder path, then
 * title. Blocks that have vanished are left out.
 */
export function blockIdsOf(items: readonly DraggedBlock[], index: BlockLookup): readonly number[] {
  const ids = items.flatMap((item) =>
    item.kind === 'block' ? (index.block(item.id) ? [item.id] : []) : idsBelow(item.path, index),
  );
  return [...new Set(ids)];
}

function idsBelow(path: string, index: Pick<BlockLookup, 'blocks'>): readonly number[] {
  return [...index.blocks()]
    .filter(({ folderPath }) => path === '' || folderPath === path || folderPath.startsWith(`${path}/`))
    .sort(byPathAndTitle)
    .map(({ id }) => id);
}
