import * as vscode from 'vscode';
import { askChoice, type Choice } from '../../platform/vscode/quickChoice';
import { defaultBlockSort, isBlockSort, type BlockSort } from './blockOrder';
import type { BlocksContext } from './blocksDependencies';

/** Under this key the workspace remembers the order of blocks. */
const sortKey = 'blocks.sort';

/** The order that was chosen last in this workspace. */
export function rememberedSort(state: vscode.Memento): BlockSort {
  const sort = state.get<unknown>(sortKey);
  return isBlockSort(sort) ? sort : defaultBlockSort;
}

/** Asks how blocks are to be sorted, sorts them so, and remembers it. */
export async function sortBlocks({ tree, state }: BlocksContext): Promise<void> {
  const { sort } = tree;
  const answer = await askChoice({
    title: vscode.l10n.t('Sort Blocks'),
    placeholder: vscode.l10n.t('Inside their folders, by'),
    rows: orders(),
    current: (order) => order.key === sort.key && order.descending === sort.descending,
  });
  if (answer !== undefined && answer !== 'back') {
    tree.sort = answer.value;
    await state.update(sortKey, answer.value);
  }
}

function orders(): readonly Choice<BlockSort>[] {
  return [
    { label: vscode.l10n.t('Title, from A to Z'), value: { key: 'title', descending: false } },
    { label: vscode.l10n.t('Title, from Z to A'), value: { key: 'title', descending: true } },
    { label: vscode.l10n.t('Last Change, newest first'), value: { key: 'changed', descending: true } },
    { label: vscode.l10n.t('Last Change, oldest first'), value: { key: 'changed', descending: false } },
    { label: vscode.l10n.t('Size, largest first'), value: { key: 'size', descending: true } },
    { label: vscode.l10n.t('Size, smallest first'), value: { key: 'size', descending: false } },
  ];
}
