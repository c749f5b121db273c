import type { BlockSummary } from '../../shared/model/block';
import { joinFolder } from '../domain/blocks/folderPath';
import { FolderTree } from './folderTree';
import type { PictureChange } from './pictureChange';
import { TagTable } from './tagTable';

/** All blocks without their texts, by id, path, folder and tag, changed one block at a time. */
export class LibraryPicture {
  readonly blocks = new Map<number, BlockSummary>();
  readonly folders = new FolderTree();
  readonly tags = new TagTable();
  private kept: ReadonlySet<string> = new Set();
  /** More than one id only where a database from elsewhere has two blocks of one title in one folder. */
  private readonly idsOfPath = new Map<string, readonly number[]>();

  /** The block at `Folder/Title`; where there are several, the oldest. */
  byPath(path: string): BlockSummary | undefined {
    const ids = this.idsOfPath.get(path);
    return ids && this.blocks.get(Math.min(...ids));
  }

  /** Puts a block in, or in place of what was known of it. */
  put(block: BlockSummary, change?: PictureChange): void {
    const before = this.blocks.get(block.id);
    if (before && isSame(before, block)) {
      return;
    }
    this.blocks.set(block.id, block);
    change?.block(block.id);
    if (before?.folderPath === block.folderPath && before.title === block.title) {
      this.folders.put(block);
      if (!isSameList(before.tags, block.tags)) {
        this.tags.remove(before);
        this.tags.add(block);
      }
      return;
    }
    if (before) {
      this.forget(before);
    }
    change?.entered(block.folderPath, this.folders);
    this.folders.put(block);
    if (before && before.folderPath !== block.folderPath) {
      this.leave(before, change);
    }
    this.tags.add(block);
    const path = pathOf(block);
    this.idsOfPath.set(path, [...(this.idsOfPath.get(path) ?? []), block.id]);
  }

  /** Takes a block out. */
  remove(id: number, change?: PictureChange): void {
    const before = this.blocks.get(id);
    if (before) {
      this.blocks.delete(id);
      change?.block(id);
      this.forget(before);
      this.leave(before, change);
    }
  }

  /** Tells which folders were made by hand. */
  keep(paths: readonly string[], change?: PictureChange): void {
    const before = this.kept;
    this.kept = new Set(paths.filter((path) => path !== ''));
    for (const path of this.kept) {
      if (!before.has(path)) {
        if (!this.folders.has(path)) {
          change?.entered(path, this.folders);
        }
        this.folders.setKept(path, true);
      }
    }
    for (const path of before) {
      if (!this.kept.has(path)) {
        this.folders.setKept(path, false);
        if (!this.folders.has(path)) {
          change?.left(path, this.folders);
        }
      }
    }
  }

  private leave(before: BlockSummary, change: PictureChange | undefined): void {
    this.folders.remove(before.id, before.folderPath);
    change?.left(before.folderPath, this.folders);
  }

  private forget(before: BlockSummary): void {
    this.tags.remove(before);
    const path = pathOf(before);
    const others = this.idsOfPath.get(path)?.filter((id) => id !== before.id) ?? [];
    if (others.length > 0) {
      this.idsOfPath.set(path, others);
    } else {
      this.idsOfPath.delete(path);
    }
  }
}

function pathOf(block: BlockSummary): string {
  return joinFolder(block.folderPath, block.title);
}

function isSame(one: BlockSummary, other: BlockSummary): boolean {
  return (
    one.version === other.version &&
    one.title === other.title &&
    one.folderPath === other.folderPath &&
    one.size === other.size &&
    one.contentChangedAt === other.contentChangedAt &&
    one.createdAt === other.createdAt &&
    one.updatedAt === other.updatedAt &&
    isSameList(one.tags, other.tags)
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
