import type { BlockSummary } from '../../shared/model/block';
import { byPathAndTitle } from '../domain/blocks/byText';

/** Which blocks have which tag. A list is sorted when it is asked for, and only where something changed in it. */
export class TagTable {
  private readonly blocks = new Map<string, Map<number, BlockSummary>>();
  private readonly sorted = new Map<string, readonly number[]>();
  private readonly unsorted = new Set<string>();

  add(block: BlockSummary): void {
    for (const tag of block.tags) {
      const blocks = this.blocks.get(tag);
      if (blocks) {
        blocks.set(block.id, block);
      } else {
        this.blocks.set(tag, new Map([[block.id, block]]));
      }
      this.unsorted.add(tag);
    }
  }

  remove(block: BlockSummary): void {
    for (const tag of block.tags) {
      const blocks = this.blocks.get(tag);
      if (blocks?.delete(block.id)) {
        this.unsorted.add(tag);
        if (blocks.size === 0) {
          this.blocks.delete(tag);
        }
      }
    }
  }

  /** The ids of each tag's blocks, by folder path, then title. */
  all(): ReadonlyMap<string, readonly number[]> {
    for (const tag of this.unsorted) {
      const blocks = this.blocks.get(tag);
      if (blocks) {
        this.sorted.set(
          tag,
          Array.from([...blocks.values()].sort(byPathAndTitle), ({ id }) => id),
        );
      } else {
        this.sorted.delete(tag);
      }
    }
    this.unsorted.clear();
    return this.sorted;
  }
}
