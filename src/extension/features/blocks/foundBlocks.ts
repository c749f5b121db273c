import { FolderTree, type FolderChildren } from '../../engine/folderTree';
import type { BlockSummary } from '../../../shared/model/block';
import type { ChildSource } from './childListings';

/** More matches than this start in collapsed folders: VS Code would otherwise draw every one of them at once. */
const mostExpanded = 1000;

/** What a filter found, as a tree of its own: the blocks, and the folders on the way to them. */
export class FoundBlocks implements ChildSource {
  private readonly tree = new FolderTree();
  private readonly blocks = new Map<number, BlockSummary>();

  constructor(
    /** What was searched for. */
    readonly text: string,
    blocks: Iterable<BlockSummary>,
  ) {
    for (const block of blocks) {
      this.blocks.set(block.id, block);
      this.tree.put(block);
    }
  }

  /** How many blocks were found. */
  get size(): number {
    return this.blocks.size;
  }

  /** Whether the folders start expanded. */
  get expanded(): boolean {
    return this.size <= mostExpanded;
  }

  children(folderPath: string): FolderChildren {
    return this.tree.children(folderPath);
  }

  block(id: number): BlockSummary | undefined {
    return this.blocks.get(id);
  }
}

/** Where a text occurs in another, without regard to the case of ASCII letters, which is how the store searches. */
export function occurrences(text: string, within: string): [start: number, end: number][] {
  const wanted = lowerAscii(text);
  const searched = lowerAscii(within);
  const found: [number, number][] = [];
  for (
    let at = wanted === '' ? -1 : searched.indexOf(wanted);
    at >= 0;
    at = searched.indexOf(wanted, at + wanted.length)
  ) {
    found.push([at, at + wanted.length]);
  }
  return found;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
