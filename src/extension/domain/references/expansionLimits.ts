/** How far expansion goes before it gives up: blocks that each contain another one twice grow without bound. */
export interface ExpansionLimits {
  /** UTF-16 units of text. */
  readonly size: number;
  /** Blocks within blocks. */
  readonly depth: number;
  /** Blocks put in, also those without text. */
  readonly blocks: number;
}

/** Far above every real prompt, and quick to reach. */
export const DEFAULT_LIMITS: ExpansionLimits = { size: 16 * 1024 * 1024, depth: 64, blocks: 100_000 };

/** What is left of the limits while one text is expanded. */
export class ExpansionBudget {
  private size = 0;
  private blocks = 0;

  constructor(private readonly limits: ExpansionLimits) {}

  /** Counts a piece of text; false when it would be too much. */
  takeText(text: string): boolean {
    this.size += text.length;
    return this.size <= this.limits.size;
  }

  /** Counts a block put in below so many others; false when it would be too much. */
  takeBlock(depth: number): boolean {
    this.blocks++;
    return depth <= this.limits.depth && this.blocks <= this.limits.blocks;
  }
}
