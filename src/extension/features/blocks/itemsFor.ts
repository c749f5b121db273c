import { chosenItems } from '../../platform/vscode/chosenItems';
import type { BlocksItem } from '../../treeItems';
import type { BlocksContext } from './blocksDependencies';
import { outermost } from './outermost';
import { pickItems } from './pickItems';
import { blocksBelow } from './treeOrder';

/** What a command of a tree was called with. */
export type Called = readonly [item?: BlocksItem | undefined, items?: readonly BlocksItem[] | undefined];

/**
 * The folders and blocks that a command acts on: what it was called on, else the selection, else what the person picks.
 * What has vanished meanwhile, and what lies in a folder that is there as well, is left out.
 */
export async function itemsFor(
  { index, view }: BlocksContext,
  title: string,
  [item, items]: Called,
): Promise<readonly BlocksItem[]> {
  await index.ready();
  const chosen = chosenItems(item, items, view.selection);
  return chosen.length > 0
    ? outermost(chosen, index)
    : outermost(await pickItems(index, { title, folders: true, many: true }), index);
}

/** The same for one folder or block: of several the first. */
export async function itemFor(
  { index, view }: BlocksContext,
  title: string,
  item?: BlocksItem,
): Promise<BlocksItem | undefined> {
  await index.ready();
  const [first] = chosenItems(item, undefined, view.selection);
  const chosen = first ? [first] : await pickItems(index, { title, folders: true, many: false });
  return outermost(chosen, index)[0];
}

/** The ids of the blocks that a command acts on. `folders` says whether a folder stands for the blocks in it. */
export async function blocksFor(
  { index, view }: BlocksContext,
  question: { readonly title: string; readonly folders: boolean; readonly many: boolean },
  [item, items]: Called,
): Promise<readonly number[]> {
  await index.ready();
  const chosen = chosenItems(item, items, view.selection).filter(({ kind }) => question.folders || kind === 'block');
  const picked = chosen.length > 0 ? chosen : await pickItems(index, { ...question, folders: false });
  const ids = outermost(picked, index).flatMap((one) =>
    one.kind === 'block' ? [one.id] : blocksBelow(one.path, index).map(({ id }) => id),
  );
  return question.many ? ids : ids.slice(0, 1);
}
