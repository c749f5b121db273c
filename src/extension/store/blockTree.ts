import { isInside } from '../domain/blocks/folderPath';
import type { TreeSelection } from '../domain/ports/blockRepository';
import { storedFolder } from './blockRow';
import { integerOf, textOf } from './columns';
import type { Reader } from './transaction';

/** A block in its place. */
export interface PlacedBlock {
  readonly id: number;
  readonly title: string;
  readonly folderPath: string;
}

/** All blocks with their places, and the folders that were made by hand. */
export interface BlockTree {
  readonly blocks: readonly PlacedBlock[];
  readonly folders: readonly string[];
}

/** Reads the tree. In memory paths compare in their one form, whatever form another program stored. */
export async function readBlockTree(reader: Reader): Promise<BlockTree> {
  const blocks = await reader.rows('SELECT id, title, folder_path FROM blocks');
  const folders = await reader.rows('SELECT path FROM folders');
  return {
    blocks: blocks.map(([id, title, folder]) => ({
      id: integerOf(id, 0),
      title: textOf(title),
      folderPath: storedFolder(folder),
    })),
    folders: folders.map(([path]) => textOf(path)),
  };
}

/** What is selected without what lies below something else that is selected. */
export function outermost(
  tree: BlockTree,
  selection: readonly TreeSelection[],
): { readonly folders: readonly string[]; readonly blocks: readonly PlacedBlock[] } {
  const paths = selection.flatMap((item) => ('folderPath' in item ? [storedFolder(item.folderPath)] : []));
  const ids = new Set(selection.flatMap((item) => ('blockId' in item ? [item.blockId] : [])));
  const folders = [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && isInside(path, other)));
  const blocks = tree.blocks.filter(
    ({ id, folderPath }) => ids.has(id) && !folders.some((folder) => isInside(folderPath, folder)),
  );
  return { folders, blocks };
}
