import { text } from '../../shared/model/text';
import { folderName, isInside, joinFolder, rebaseFolder } from '../domain/blocks/folderPath';
import type { TreeSelection } from '../domain/ports/blockRepository';
import type { Change } from '../domain/ports/changes';
import { InvalidInputError } from '../domain/ports/invalidInputError';
import { StoreError } from '../domain/ports/storeError';
import type { ReferenceChange } from '../domain/references/format';
import type { Clock } from '../platform/ports/clock';
import { outermost, readBlockTree, type BlockTree, type PlacedBlock } from './blockTree';
import { rewriteReferences } from './referenceRewriting';
import type { Writer } from './transaction';

/** A folder that becomes another, with everything below it. */
interface FolderMove {
  readonly from: string;
  readonly to: string;
}

/** Renames or moves a folder; both paths are in their stored form. */
export async function moveFolder(tx: Writer, clock: Clock, move: FolderMove): Promise<void> {
  const tree = await readBlockTree(tx);
  await apply(tx, clock, tree, [move], []);
}

/** Moves blocks and folders into a folder. */
export async function moveInto(
  tx: Writer,
  clock: Clock,
  selection: readonly TreeSelection[],
  toFolder: string,
): Promise<void> {
  const tree = await readBlockTree(tx);
  const { folders, blocks } = outermost(tree, selection);
  const moves = folders.map((from) => ({ from, to: joinFolder(toFolder, folderName(from)) }));
  await apply(tx, clock, tree, moves, blocks, toFolder);
}

async function apply(
  tx: Writer,
  clock: Clock,
  tree: BlockTree,
  requested: readonly FolderMove[],
  selected: readonly PlacedBlock[],
  toFolder = '',
): Promise<void> {
  const moves = requested.filter(({ from, to }) => from !== to);
  for (const move of moves) check(tree, move);
  const moveOf = (path: string): FolderMove | undefined => moves.find(({ from }) => isInside(path, from));
  const singles = new Set(selected.filter(({ folderPath }) => folderPath !== toFolder).map(({ id }) => id));

  const moved: (PlacedBlock & { readonly to: string })[] = [];
  for (const block of tree.blocks) {
    const move = moveOf(block.folderPath);
    if (move) moved.push({ ...block, to: rebaseFolder(block.folderPath, move.from, move.to) });
    else if (singles.has(block.id)) moved.push({ ...block, to: toFolder });
  }
  await tx.runMany(
    'UPDATE blocks SET folder_path = ?, version = version + 1, updated_at = CURRENT_TIMESTAMP WHERE id = ?',
    moved.map(({ id, to }) => [to, id]),
  );
  const movedFolders = tree.folders.flatMap((path) => {
    const move = moveOf(path);
    return move ? [{ from: path, to: rebaseFolder(path, move.from, move.to) }] : [];
  });
  await tx.runMany(
    'DELETE FROM folders WHERE path = ?',
    movedFolders.map(({ from }) => [from]),
  );
  await tx.runMany(
    'INSERT OR IGNORE INTO folders (path) VALUES (?)',
    movedFolders.map(({ to }) => [to]),
  );
  tx.changed(
    ...moves.flatMap(({ from, to }): Change[] => [
      { entity: 'folder', action: 'deleted', path: from },
      { entity: 'folder', action: 'created', path: to },
    ]),
    ...moved.map(({ id, folderPath, to }): Change => {
      return { entity: 'block', action: 'changed', id, folders: [folderPath, to], content: false };
    }),
  );
  const ownMoves = moved.filter(({ id }) => singles.has(id)).map((block) => blockMove(tree, block));
  await rewriteReferences(tx, clock, [
    ...moves.map(({ from, to }): ReferenceChange => ({ form: 'folder', from, to })),
    ...ownMoves.flat(),
  ]);
}

function blockMove(tree: BlockTree, block: PlacedBlock & { readonly to: string }): readonly ReferenceChange[] {
  const { id, title, folderPath, to } = block;
  // Of blocks with the same path, references mean the first.
  const first = tree.blocks.every(
    (other) => other.title !== title || other.folderPath !== folderPath || other.id >= id,
  );
  return first ? [{ form: 'block', from: joinFolder(folderPath, title), to: joinFolder(to, title) }] : [];
}

function check(tree: BlockTree, { from, to }: FolderMove): void {
  if (from === '') throw new InvalidInputError(text('The top of the tree cannot be moved.'));
  if (isInside(to, from)) {
    throw new InvalidInputError(text('The folder "{0}" cannot be moved into itself.', from));
  }
  const exists =
    tree.folders.some((path) => isInside(path, from)) ||
    tree.blocks.some(({ folderPath }) => isInside(folderPath, from));
  if (!exists) throw new StoreError('not-found', text('The folder "{0}" does not exist any more.', from));
}
