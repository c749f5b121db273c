/** What every list of blocks shows: a block without its text. */
export interface BlockSummary {
  readonly id: number;
  readonly title: string;
  /** Trimmed, without empty ones, in the order the author wrote them. */
  readonly tags: readonly string[];
  /** Folder names joined by `/`, without one at either end; empty at the root. */
  readonly folderPath: string;
  /** Length of the content in UTF-8 bytes. */
  readonly size: number;
  /** Raised by one with every change of any column. */
  readonly version: number;
  /** When the content last changed, in milliseconds since 1970 UTC; strictly rising for one block. */
  readonly contentChangedAt: number;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly createdAt: string;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly updatedAt: string;
}

/** A reusable piece of text with a title, tags and a virtual folder path. */
export interface Block extends BlockSummary {
  readonly content: string;
}
