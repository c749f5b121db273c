import { byPathAndTitle } from '../../engine/byText';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { BlocksItem } from '../../treeItems';

/** Whether something that came out of a drag is an item of the view Blocks. */
export function isBlocksItem(value: unknown): value is BlocksItem {
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
export function blockIdsOf(
  items: readonly BlocksItem[],
  index: Pick<LibraryIndex, 'block' | 'blocks'>,
): readonly number[] {
  const ids = items.flatMap((item) =>
    item.kind === 'block' ? (index.block(item.id) ? [item.id] : []) : idsBelow(item.path, index),
  );
  return [...new Set(ids)];
}

function idsBelow(path: string, index: Pick<LibraryIndex, 'blocks'>): readonly number[] {
  return [...index.blocks()]
    .filter(({ folderPath }) => path === '' || folderPath === path || folderPath.startsWith(`${path}/`))
    .sort(byPathAndTitle)
    .map(({ id }) => id);
}
