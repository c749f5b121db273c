import * as vscode from 'vscode';
import { checkTags, formatTags } from '../../domain/blocks/tags';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { problemOf } from './problemOf';
import { acceptTag, completeTags } from './tagInput';

interface TagRow extends vscode.QuickPickItem {
  /** The tag that picking the row writes; without one it stores what is written. */
  readonly tag?: string;
}

/** Asks for tags, separated by commas, and offers those that other blocks have; undefined for Escape. */
export function askTags(
  index: LibraryIndex,
  title: string,
  tags: readonly string[],
): Promise<readonly string[] | undefined> {
  const pick = vscode.window.createQuickPick<TagRow>();
  const known = index.tags();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Tags, separated by commas');
  const draw = (): void => {
    const rows = [storeRow(pick.value), ...completeTags(pick.value, known).map((tag) => tagRow(tag, known))];
    pick.items = rows;
    pick.activeItems = rows.slice(0, 1);
  };
  return new Promise((resolve) => {
    let answer: readonly string[] | undefined;
    pick.onDidChangeValue(draw);
    pick.onDidAccept(() => {
      const tag = pick.selectedItems[0]?.tag;
      if (tag !== undefined) {
        pick.value = acceptTag(pick.value, tag);
        draw();
      } else if (problemOf(() => checkTags(pick.value)) === undefined) {
        answer = checkTags(pick.value);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(answer);
    });
    pick.show();
    // Only now: what is there when the box opens is selected, and the first key would replace it.
    pick.value = tags.map((tag) => `${tag}, `).join('');
    draw();
  });
}

function storeRow(typed: string): TagRow {
  const problem = problemOf(() => checkTags(typed));
  if (problem !== undefined) {
    return { label: escapeIcons(problem), iconPath: new vscode.ThemeIcon('error'), alwaysShow: true };
  }
  const tags = formatTags(checkTags(typed));
  const label = tags === '' ? vscode.l10n.t('No Tags') : vscode.l10n.t('Set Tags: {0}', tags);
  return { label: escapeIcons(label), iconPath: new vscode.ThemeIcon('check'), alwaysShow: true };
}

function tagRow(tag: string, known: ReadonlyMap<string, readonly number[]>): TagRow {
  const blocks = known.get(tag)?.length ?? 0;
  return {
    label: escapeIcons(tag),
    description: vscode.l10n.t('Blocks: {0}', blocks),
    iconPath: new vscode.ThemeIcon('tag'),
    alwaysShow: true,
    tag,
  };
}
