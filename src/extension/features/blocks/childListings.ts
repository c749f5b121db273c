import type { FolderChildren } from '../../engine/folderTree';
import type { IndexChange } from '../../engine/libraryIndex';
import type { BlockSummary } from '../../../shared/model/block';
import { orderBlocks, type BlockSort } from './blockOrder';

/** What stands in a folder, in the order in which the tree shows it. */
export interface Listing {
  /** Full paths. */
  readonly folders: readonly string[];
  readonly blockIds: readonly number[];
}

/** Where listings come from: the index, or what a filter found in it. */
export interface ChildSource {
  children(folderPath: string): FolderChildren;
  /** The block as it is now. */
  block(id: number): BlockSummary | undefined;
}

/** The smallest nodes of the tree to draw again; '' among the folders is the whole tree. */
export type Redraw = { readonly folders: readonly string[]; readonly blockIds: readonly number[] } | 'everything';

/** More blocks of one folder than this are drawn again with their folder: VS Code compares each with all others. */
const mostSingleBlocks = 50;

/**
 * The listings that the tree has shown, kept so that a change can be compared with them: what is still in its place is
 * not drawn again.
 */
export class ChildListings {
  private readonly shown = new Map<string, Listing>();

  constructor(
    private readonly source: ChildSource,
    readonly sort: BlockSort,
  ) {}

  /** What stands in a folder now; remembered as shown. */
  show(folderPath: string): Listing {
    const listing = this.read(folderPath, this.shown.get(folderPath));
    this.shown.set(folderPath, listing);
    return listing;
  }

  /** Takes a change in, and says what has to be drawn again because of it. */
  update(change: IndexChange): Redraw {
    if (change === 'everything') {
      this.shown.clear();
      return change;
    }
    const changed = this.byFolder(change.blockIds);
    const listed = new Set(change.folders);
    const folders: string[] = [];
    const blockIds: number[] = [];
    for (const folder of new Set([...listed, ...changed.keys()])) {
      const ids = changed.get(folder) ?? [];
      const mayMove = listed.has(folder) || this.sort.key !== 'title';
      if ((mayMove && this.moved(folder, listed.has(folder))) || ids.length > mostSingleBlocks) {
        folders.push(folder);
      } else {
        blockIds.push(...ids);
      }
    }
    return folders.includes('') ? { folders: [''], blockIds: [] } : { folders, blockIds };
  }

  /** Whether something in a folder has come, gone or changed its place since it was shown. */
  private moved(folderPath: string, unlessShown: boolean): boolean {
    const before = this.shown.get(folderPath);
    if (!before) {
      return unlessShown; // its children are not on screen, but how many they are is
    }
    const now = this.read(folderPath, before);
    this.shown.set(folderPath, now);
    return !isSameList(before.folders, now.folders) || !isSameList(before.blockIds, now.blockIds);
  }

  private read(folderPath: string, before?: Listing): Listing {
    const { folders, blocks } = this.source.children(folderPath);
    const ordered = orderBlocks(blocks, this.sort, before?.blockIds);
    return { folders, blockIds: ordered.map(({ id }) => id) };
  }

  private byFolder(ids: readonly number[]): ReadonlyMap<string, readonly number[]> {
    const folders = new Map<string, number[]>();
    for (const id of ids) {
      const folder = this.source.block(id)?.folderPath;
      if (folder !== undefined) {
        const others = folders.get(folder);
        if (others) {
          others.push(id);
        } else {
          folders.set(folder, [id]);
        }
      }
    }
    return folders;
  }
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one === other || (one.length === other.length && one.every((item, index) => item === other[index]));
}
