import type { Block, BlockSummary } from '../../shared/model/block';
import { parseTags } from '../domain/blocks/tags';
import { integerOf, millisecondsOf, textOf, textOrNull, timeOf } from './columns';
import type { SqlValue } from './values';

/** The columns of a summary, in the order that `toSummary` expects. */
export const SUMMARY_COLUMNS =
  'id, title, tags, folder_path, octet_length(content), version, content_changed_at, created_at, updated_at';

/** Those of a whole block, in the order that `toBlock` expects. */
export const BLOCK_COLUMNS = `${SUMMARY_COLUMNS}, content`;

/** Makes a summary of a row. */
export function toSummary(row: readonly SqlValue[]): BlockSummary {
  const [id, title, tags, folderPath, size, version, contentChangedAt, createdAt, updatedAt] = row;
  return {
    id: integerOf(id, 0),
    title: textOf(title),
    tags: parseTags(textOrNull(tags)),
    folderPath: storedFolder(folderPath),
    size: integerOf(size, 0, 0),
    version: integerOf(version, 1, 1),
    // Rows that were inserted by statements of the first version have no such time.
    contentChangedAt: integerOf(contentChangedAt, 0, 1) || millisecondsOf(updatedAt),
    createdAt: timeOf(createdAt),
    updatedAt: timeOf(updatedAt),
  };
}

/** Makes a block of a row. */
export function toBlock(row: readonly SqlValue[]): Block {
  return { content: textOf(row[9]), ...toSummary(row) };
}

/** A folder path in the one form in which paths are compared, whatever another program stored. Never throws. */
export function storedFolder(value: SqlValue | undefined): string {
  const path = textOf(value);
  // Nearly all are in that form already, and lists of 10,000 pass here.
  if (!/^\s|\s$|\/\s*\/|^\/|\/$|\/\s|\s\//.test(path)) return path;
  return path
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join('/');
}
