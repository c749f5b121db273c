import type { Block } from '../../shared/model/block';
import { text } from '../../shared/model/text';
import { StoreError } from '../domain/ports/storeError';
import { BLOCK_COLUMNS, toBlock } from './blockRow';
import { idList } from './columns';
import type { Reader } from './transaction';
import type { SqlValue } from './values';

/** The block with that id, if there is one. */
export async function findBlock(reader: Reader, id: number): Promise<Block | undefined> {
  const [row] = await reader.rows(`SELECT ${BLOCK_COLUMNS} FROM blocks WHERE id = ?`, [id]);
  return row && toBlock(row);
}

/**
 * The block with that id.
 * @throws {StoreError} with reason `not-found`
 */
export async function findBlockOrThrow(reader: Reader, id: number): Promise<Block> {
  const block = await findBlock(reader, id);
  if (!block) throw new StoreError('not-found', text('The block does not exist any more.'));
  return block;
}

/** Columns of those blocks that exist among the ids. */
export async function rowsOfBlocks(
  reader: Reader,
  columns: string,
  ids: readonly number[],
): Promise<readonly (readonly SqlValue[])[]> {
  return reader.rows(`SELECT ${columns} FROM blocks WHERE id IN (SELECT value FROM json_each(?))`, [idList(ids)]);
}
