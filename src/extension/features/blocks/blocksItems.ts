import type { BlocksItem } from '../../treeItems';

/** A folder in the view Blocks. */
export type FolderItem = Extract<BlocksItem, { kind: 'folder' }>;

/** A block in the view Blocks. */
export type BlockItem = Extract<BlocksItem, { kind: 'block' }>;

/**
 * One object for each folder path and block id: VS Code recognises what it shows by the object, not by its content.
 */
export class BlocksItems {
  private readonly folders = new Map<string, FolderItem>();
  private readonly blocks = new Map<number, BlockItem>();

  folder(path: string): FolderItem {
    const known = this.folders.get(path) ?? { kind: 'folder', path };
    this.folders.set(path, known);
    return known;
  }

  block(id: number): BlockItem {
    const known = this.blocks.get(id) ?? { kind: 'block', id };
    this.blocks.set(id, known);
    return known;
  }

  /** The object that stands for the same thing as an item that was made elsewhere. */
  same(item: BlocksItem): BlocksItem {
    return item.kind === 'folder' ? this.folder(item.path) : this.block(item.id);
  }

  /** Lets go of a block that is no more. */
  forget(id: number): void {
    this.blocks.delete(id);
  }
}
