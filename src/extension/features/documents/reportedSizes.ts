/**
 * The size that is told to VS Code for each block. On saving, VS Code sees that somebody else has written only by a
 * later time together with another size: a change that keeps the length would be overwritten in silence. So where only
 * the time differs from what was told before, the size that is told is one byte more.
 */
export class ReportedSizes {
  private readonly told = new Map<number, { readonly changedAt: number; readonly size: number }>();

  /** The size to tell for a block whose content has that many bytes since that time. */
  sizeOf(blockId: number, changedAt: number, bytes: number): number {
    const before = this.told.get(blockId);
    if (before?.changedAt === changedAt) {
      return before.size;
    }
    const size = before?.size === bytes ? bytes + 1 : bytes;
    this.told.set(blockId, { changedAt, size });
    return size;
  }
}
