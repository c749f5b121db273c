import { parentFolder } from '../domain/blocks/folderPath';
import type { FolderTree } from './folderTree';

/** Collects, while a picture of the library changes, what those who show it have to draw again. */
export class PictureChange {
  private readonly blockIds = new Set<number>();
  private readonly touched = new Set<string>();
  private readonly created = new Set<string>();
  /** Folders that were there before and went; they may come back within the same change. */
  private readonly vanished = new Set<string>();

  /** A block was created, changed or deleted. */
  block(id: number): void {
    this.blockIds.add(id);
  }

  /** Something is about to come to a path, whose folders are made where they are missing. */
  entered(path: string, before: FolderTree): void {
    let nearest = path;
    while (!before.has(nearest)) {
      if (!this.vanished.has(nearest)) {
        this.created.add(nearest);
      }
      nearest = parentFolder(nearest);
    }
    this.touched.add(path).add(nearest);
  }

  /** Something left a path, and with it may have gone folders that are empty now. */
  left(path: string, after: FolderTree): void {
    this.touched.add(path);
    for (let gone = path; !after.has(gone); gone = parentFolder(gone)) {
      if (!this.created.has(gone)) {
        this.vanished.add(gone);
      }
    }
  }

  /** True when nothing changed. */
  isEmpty(): boolean {
    return this.blockIds.size === 0 && this.touched.size === 0;
  }

  /** The blocks; and the folders, in place of a new or vanished one the nearest above that was and is. */
  result(after: FolderTree): { readonly folders: readonly string[]; readonly blockIds: readonly number[] } {
    const folders = new Set<string>();
    for (let path of this.touched) {
      while (!after.has(path) || this.created.has(path)) {
        path = parentFolder(path);
      }
      folders.add(path);
    }
    return { folders: [...folders], blockIds: [...this.blockIds] };
  }
}
