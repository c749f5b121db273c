import { isInside } from '../../domain/blocks/folderPath';
import type { TreeSelection } from '../../domain/ports/blockRepository';
import type { BlocksItem } from '../../treeItems';
import type { BlockSummary } from '../../../shared/model/block';

/** What the index tells about items. */
export interface ItemSource {
  block(id: number): BlockSummary | undefined;
  hasFolder(path: string): boolean;
}

/**
 * Those of the items that still exist, each once, without what lies below another of them: a folder stands for
 * everything in it. The root is not an item.
 */
export function outermost(items: readonly BlocksItem[], source: ItemSource): readonly BlocksItem[] {
  const blocks = new Map<number, { readonly item: BlocksItem; readonly folder: string }>();
  const folders = new Map<string, BlocksItem>();
  for (const item of items) {
    if (item.kind === 'folder') {
      if (item.path !== '' && source.hasFolder(item.path)) {
        folders.set(item.path, item);
      }
    } else {
      const block = source.block(item.id);
      if (block) {
        blocks.set(item.id, { item, folder: block.folderPath });
      }
    }
  }
  const paths = [...folders.keys()];
  const covered = (path: string, self?: string): boolean =>
    paths.some((folder) => folder !== self && isInside(path, folder));
  return [
    ...[...folders].filter(([path]) => !covered(path, path)).map(([, item]) => item),
    ...[...blocks.values()].filter(({ folder }) => !covered(folder)).map(({ item }) => item),
  ];
}

/** The items as the repository takes them. */
export function toSelection(items: readonly BlocksItem[]): readonly TreeSelection[] {
  return items.map((item) => (item.kind === 'folder' ? { folderPath: item.path } : { blockId: item.id }));
}

/** The folder that a new thing goes into when it is made on an item. */
export function folderOf(item: BlocksItem | undefined, source: ItemSource): string {
  if (item?.kind === 'folder') {
    return source.hasFolder(item.path) ? item.path : '';
  }
  return (item && source.block(item.id)?.folderPath) ?? '';
}
