import type { Block, BlockSummary } from '../../shared/model/block';
import { text } from '../../shared/model/text';
import { checkFolderPath, isInside } from '../domain/blocks/folderPath';
import type { BlockPatch, BlockRepository, BlockUse, NewBlock, TreeSelection } from '../domain/ports/blockRepository';
import type { Change } from '../domain/ports/changes';
import { InvalidInputError } from '../domain/ports/invalidInputError';
import { StoreError } from '../domain/ports/storeError';
import type { Clock } from '../platform/ports/clock';
import { moveFolder, moveInto } from './blockMoves';
import { BLOCK_COLUMNS, storedFolder, SUMMARY_COLUMNS, toBlock, toSummary } from './blockRow';
import { findBlock, rowsOfBlocks } from './blockReads';
import { outermost, readBlockTree } from './blockTree';
import { blockChange, checkBlock, checkPatch, duplicateBlock, insertBlock, updateBlock } from './blockWrites';
import { idList, integerOf, textOf } from './columns';
import type { Database } from './database';
import { fullTextExpression, REBUILD_FULL_TEXT, SEARCH_FULL_TEXT } from './fullText';
import { closeGaps, PAYLOAD_BLOCKS } from './places';

/** Longer patterns are refused by SQLite. */
const MAX_SEARCH = 10_000;

/** The blocks in the database. */
export class BlockStore implements BlockRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async summaries(): Promise<readonly BlockSummary[]> {
    return (await this.#database.reader.rows(`SELECT ${SUMMARY_COLUMNS} FROM blocks`)).map(toSummary);
  }

  async summariesOf(ids: readonly number[]): Promise<readonly BlockSummary[]> {
    return (await rowsOfBlocks(this.#database.reader, SUMMARY_COLUMNS, ids)).map(toSummary);
  }

  async folders(): Promise<readonly string[]> {
    const rows = await this.#database.reader.rows('SELECT path FROM folders ORDER BY path');
    return rows.map(([path]) => storedFolder(path)).filter((path) => path !== '');
  }

  async get(id: number): Promise<Block | undefined> {
    return findBlock(this.#database.reader, id);
  }

  async getMany(ids: readonly number[]): Promise<readonly Block[]> {
    return (await rowsOfBlocks(this.#database.reader, BLOCK_COLUMNS, ids)).map(toBlock);
  }

  async search(words: string, signal?: AbortSignal): Promise<readonly number[]> {
    signal?.throwIfAborted();
    if (words.length > MAX_SEARCH) throw new InvalidInputError(text('The text to search for is too long.'));
    const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.#database.reader.rows(
      `SELECT id FROM blocks WHERE title LIKE ?1 ESCAPE '\\' OR tags LIKE ?1 ESCAPE '\\' OR content LIKE ?1 ESCAPE '\\'`,
      [pattern],
    );
    signal?.throwIfAborted();
    return rows.map(([id]) => integerOf(id, 0));
  }

  async searchText(words: string, signal?: AbortSignal): Promise<readonly number[]> {
    signal?.throwIfAborted();
    const expression = fullTextExpression(words);
    if (expression === undefined) return [];
    const find = async (): Promise<readonly number[]> => {
      const rows = await this.#database.reader.rows(SEARCH_FULL_TEXT, [expression]);
      signal?.throwIfAborted();
      return rows.map(([id]) => integerOf(id, 0));
    };
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof StoreError && error.reason === 'corrupt')) throw error;
      // The index of words holds nothing that is not in the blocks. When they are damaged too this fails the same way.
      await this.#database.transaction((tx) => tx.run(REBUILD_FULL_TEXT));
      return find();
    }
  }

  async create(block: NewBlock): Promise<Block> {
    const checked = checkBlock(block);
    return this.#database.transaction((tx) => insertBlock(tx, this.#clock, checked));
  }

  async update(id: number, patch: BlockPatch): Promise<Block> {
    const checked = checkPatch(patch);
    return this.#database.transaction((tx) => updateBlock(tx, this.#clock, id, checked));
  }

  async duplicate(id: number): Promise<Block> {
    return this.#database.transaction((tx) => duplicateBlock(tx, this.#clock, id));
  }

  async createFolder(path: string): Promise<void> {
    const folder = checkFolderPath(path);
    if (folder === '') throw new InvalidInputError(text('A folder needs a name.'));
    await this.#database.transaction(async (tx) => {
      const { changes } = await tx.run('INSERT OR IGNORE INTO folders (path) VALUES (?)', [folder]);
      if (changes > 0) tx.changed({ entity: 'folder', action: 'created', path: folder });
    });
  }

  async moveFolder(from: string, to: string): Promise<void> {
    const move = { from: storedFolder(from), to: checkFolderPath(to) };
    await this.#database.transaction((tx) => moveFolder(tx, this.#clock, move));
  }

  async move(selection: readonly TreeSelection[], toFolder: string): Promise<void> {
    const folder = checkFolderPath(toFolder);
    await this.#database.transaction((tx) => moveInto(tx, this.#clock, selection, folder));
  }

  async delete(selection: readonly TreeSelection[]): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const tree = await readBlockTree(tx);
      const { folders, blocks: single } = outermost(tree, selection);
      const within = (path: string): boolean => folders.some((folder) => isInside(path, folder));
      const blocks = [...single, ...tree.blocks.filter(({ folderPath }) => within(folderPath))];
      const payloads = await tx.rows(
        'SELECT DISTINCT payload_id FROM payload_blocks WHERE block_id IN (SELECT value FROM json_each(?))',
        [idList(blocks.map(({ id }) => id))],
      );
      await tx.runMany(
        'DELETE FROM blocks WHERE id = ?',
        blocks.map(({ id }) => [id]),
      );
      const made = tree.folders.filter(within);
      await tx.runMany(
        'DELETE FROM folders WHERE path = ?',
        made.map((path) => [path]),
      );
      tx.changed(
        ...folders.map((path): Change => ({ entity: 'folder', action: 'deleted', path })),
        ...blocks.map(({ id, folderPath }) => blockChange('deleted', id, [folderPath], true)),
      );
      await closeGaps(
        tx,
        PAYLOAD_BLOCKS,
        payloads.map(([id]) => integerOf(id, 0)),
      );
    });
  }

  async uses(ids: readonly number[]): Promise<readonly BlockUse[]> {
    const rows = await this.#database.reader.rows(
      `SELECT DISTINCT place.block_id, payload.id, payload.name
       FROM payload_blocks AS place JOIN payloads AS payload ON payload.id = place.payload_id
       WHERE place.block_id IN (SELECT value FROM json_each(?)) ORDER BY payload.name, payload.id`,
      [idList(ids)],
    );
    return rows.map(([blockId, payloadId, name]) => ({
      blockId: integerOf(blockId, 0),
      payloadId: integerOf(payloadId, 0),
      payloadName: textOf(name),
    }));
  }
}
