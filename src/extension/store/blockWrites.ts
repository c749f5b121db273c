import type { Block } from '../../shared/model/block';
import { checkFolderPath, joinFolder } from '../domain/blocks/folderPath';
import { checkTags, formatTags } from '../domain/blocks/tags';
import { checkTitle, copyName } from '../domain/blocks/title';
import type { BlockPatch, NewBlock } from '../domain/ports/blockRepository';
import type { Change, ChangeAction } from '../domain/ports/changes';
import type { ReferenceChange } from '../domain/references/format';
import type { Clock } from '../platform/ports/clock';
import { findBlockOrThrow } from './blockReads';
import { storedFolder } from './blockRow';
import { textOf } from './columns';
import { rewriteReferences } from './referenceRewriting';
import { tagRenaming } from './tagRenaming';
import type { Reader, Writer } from './transaction';
import type { SqlParameter } from './values';

/**
 * A new block in the form in which it is stored.
 * @throws {InvalidInputError}
 */
export function checkBlock({ title, content, tags, folderPath }: NewBlock): NewBlock {
  return {
    title: checkTitle(title),
    content,
    tags: checkTags(formatTags(tags)),
    folderPath: checkFolderPath(folderPath),
  };
}

/**
 * What is to change, in the form in which it is stored.
 * @throws {InvalidInputError}
 */
export function checkPatch({ title, content, tags, folderPath }: BlockPatch): BlockPatch {
  return {
    ...(title !== undefined && { title: checkTitle(title) }),
    ...(content !== undefined && { content }),
    ...(tags !== undefined && { tags: checkTags(formatTags(tags)) }),
    ...(folderPath !== undefined && { folderPath: checkFolderPath(folderPath) }),
  };
}

/** The change of one block. */
export function blockChange(action: ChangeAction, id: number, folders: readonly string[], content: boolean): Change {
  return { entity: 'block', action, id, folders: [...new Set(folders)], content };
}

/** Stores a new block. */
export async function insertBlock(tx: Writer, clock: Clock, block: NewBlock): Promise<Block> {
  const { title, content, tags, folderPath } = block;
  const { lastID } = await tx.run(
    'INSERT INTO blocks (title, content, tags, folder_path, content_changed_at) VALUES (?, ?, ?, ?, ?)',
    [title, content, formatTags(tags), folderPath, clock.now()],
  );
  tx.changed(blockChange('created', lastID, [folderPath], true));
  return findBlockOrThrow(tx, lastID);
}

/** Stores a copy of a block in its folder. */
export async function duplicateBlock(tx: Writer, clock: Clock, id: number): Promise<Block> {
  const original = await findBlockOrThrow(tx, id);
  const rows = await tx.rows('SELECT title, folder_path FROM blocks');
  const neighbours = rows.filter(([, folder]) => storedFolder(folder) === original.folderPath);
  const taken = new Set(neighbours.map(([title]) => textOf(title)));
  const title = copyName(original.title, (name) => taken.has(name));
  return insertBlock(tx, clock, { ...original, title });
}

/** Changes a block, and the references to it when it gets another name or place. */
export async function updateBlock(tx: Writer, clock: Clock, id: number, patch: BlockPatch): Promise<Block> {
  const before = await findBlockOrThrow(tx, id);
  const after = { ...before, ...patch };
  const columns = changedColumns(before, after, clock);
  if (columns.length === 0) return before;
  const [from, to] = [pathOf(before), pathOf(after)];
  const first = from === to || (await isFirstOfItsPath(tx, before));
  await tx.run(
    `UPDATE blocks SET ${columns.map(([name]) => `${name} = ?`).join(', ')},
     version = version + 1, updated_at = CURRENT_TIMESTAMP WHERE id = ?`,
    [...columns.map(([, value]) => value), id],
  );
  const contentChanged = after.content !== before.content;
  tx.changed(blockChange('changed', id, [before.folderPath, after.folderPath], contentChanged));
  const renaming: ReferenceChange[] = first && from !== to ? [{ form: 'block', from, to }] : [];
  renaming.push(...(await tagRenaming(tx, id, before.tags, after.tags)));
  await rewriteReferences(tx, clock, renaming);
  return findBlockOrThrow(tx, id);
}

function changedColumns(before: Block, after: Block, clock: Clock): readonly (readonly [string, SqlParameter])[] {
  const columns: (readonly [string, SqlParameter])[] = [];
  if (after.title !== before.title) columns.push(['title', after.title]);
  if (after.folderPath !== before.folderPath) columns.push(['folder_path', after.folderPath]);
  if (formatTags(after.tags) !== formatTags(before.tags)) columns.push(['tags', formatTags(after.tags)]);
  if (after.content !== before.content) {
    columns.push(['content', after.content]);
    // An editor takes a file with an older or equal time for unchanged; a clock may stand still or go back.
    columns.push(['content_changed_at', Math.max(clock.now(), before.contentChangedAt + 1)]);
  }
  return columns;
}

/** Of several blocks with the same path, references mean the first. */
async function isFirstOfItsPath(reader: Reader, { id, title, folderPath }: Block): Promise<boolean> {
  const earlier = await reader.rows('SELECT folder_path FROM blocks WHERE title = ? AND id < ?', [title, id]);
  return !earlier.some(([folder]) => storedFolder(folder) === folderPath);
}

function pathOf({ folderPath, title }: { readonly folderPath: string; readonly title: string }): string {
  return joinFolder(folderPath, title);
}
