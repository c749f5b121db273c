import type { Block, BlockSummary } from '../../../shared/model/block';

/** What a new block is made of. */
export interface NewBlock {
  readonly title: string;
  readonly content: string;
  readonly tags: readonly string[];
  readonly folderPath: string;
}

/** What may change in a block; absent means unchanged. */
export type BlockPatch = Partial<NewBlock>;

/** Where a block is used: the name of each payload that lists it, in order of name. */
export interface BlockUse {
  readonly blockId: number;
  readonly payloadId: number;
  readonly payloadName: string;
}

/** A block or a folder with everything below it, chosen in the tree. */
export type TreeSelection = { readonly blockId: number } | { readonly folderPath: string };

/**
 * The blocks and their folders. Every method is one transaction. Methods reject with a `StoreError`; names and paths
 * that break the rules of `domain/blocks` are refused with `InvalidInputError`.
 */
export interface BlockRepository {
  /** All blocks without their texts, in no particular order. */
  summaries(): Promise<readonly BlockSummary[]>;
  /** Those that exist among the ids. */
  summariesOf(ids: readonly number[]): Promise<readonly BlockSummary[]>;
  /** Folders that were made by hand, so that they exist even when empty. */
  folders(): Promise<readonly string[]>;
  get(id: number): Promise<Block | undefined>;
  /** Those that exist among the ids, in no particular order. */
  getMany(ids: readonly number[]): Promise<readonly Block[]>;
  /** Ids of the blocks whose title, tags or content contain the text, without regard to the case of ASCII letters. */
  search(text: string, signal?: AbortSignal): Promise<readonly number[]>;
  /**
   * Ids of the blocks in which all the words occur, without regard to case and to accents. `word*` stands for all words
   * that begin so, and words between quotation marks for a phrase. None for a text without words. Takes a small part of
   * the time of `search`, which finds parts of words and signs too.
   */
  searchText(text: string, signal?: AbortSignal): Promise<readonly number[]>;
  create(block: NewBlock): Promise<Block>;
  update(id: number, patch: BlockPatch): Promise<Block>;
  /** A copy in the same folder, its title followed by " copy" (" copy 2", ...) until it is free there. */
  duplicate(id: number): Promise<Block>;
  createFolder(path: string): Promise<void>;
  /** Renames or moves a folder with everything below it. A folder that exists at the new path is merged with. */
  moveFolder(from: string, to: string): Promise<void>;
  /** Moves blocks and folders into a folder; a folder keeps its name. Moving a folder into itself is refused. */
  move(selection: readonly TreeSelection[], toFolder: string): Promise<void>;
  /** Deletes blocks, and folders with everything below them. */
  delete(selection: readonly TreeSelection[]): Promise<void>;
  /** Which payloads list these blocks. */
  uses(ids: readonly number[]): Promise<readonly BlockUse[]>;
}
