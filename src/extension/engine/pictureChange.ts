import type { FolderTree } from './folderTree';

/** Collects, while a picture of the library changes, what those who show it have to draw again. */
export class PictureChange {
  private readonly blockIds = new Set<number>();
  private readonly touched = new Set<string>();
  private readonly created = new Set<string>();

  /** A block was created, changed or deleted. */
  block(id: number): void {
    this.blockIds.add(id);
  }

  /** Something is about to come to a path, whose folders are made where they are missing. */
  entered(path: string, before: FolderTree): void {
    let nearest = path;
    while (!before.has(nearest)) {
      this.created.add(nearest);
      nearest = parentOf(nearest);
    }
    this.touched.add(nearest);
  }

  /** Something left a path, and with it may have gone folders that are empty now. */
  left(path: string): void {
    this.touched.add(path);
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
        path = parentOf(path);
      }
      folders.add(path);
    }
    return { folders: [...folders], blockIds: [...this.blockIds] };
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
