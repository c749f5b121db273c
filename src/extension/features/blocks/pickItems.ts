import * as vscode from 'vscode';
import { folderName, parentFolder } from '../../domain/blocks/folderPath';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { execute } from '../../platform/vscode/commands';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoice, askChoices, type Choice } from '../../platform/vscode/quickChoice';
import type { BlocksItem } from '../../treeItems';
import { entriesBelow, type TreeEntry } from './treeOrder';

/** What is asked for when a command has nothing to act on. */
export interface ItemQuestion {
  readonly title: string;
  /** Whether folders may be picked as well. */
  readonly folders: boolean;
  /** Whether several may be picked. */
  readonly many: boolean;
}

/** Asks for blocks, or blocks and folders, of the whole library; none when the person gives up. */
export async function pickItems(index: LibraryIndex, question: ItemQuestion): Promise<readonly BlocksItem[]> {
  const rows: Choice<BlocksItem>[] = [];
  for (const entry of entriesBelow('', index)) {
    if (question.folders || 'block' in entry) {
      rows.push(rowOf(entry));
    }
  }
  if (rows.length === 0) {
    void offerNewBlock(); // this command is over; what the person answers is another one
    return [];
  }
  const placeholder = vscode.l10n.t('Type to search titles, folders and tags');
  if (question.many) {
    return (await askChoices({ title: question.title, placeholder, rows })) ?? [];
  }
  const answer = await askChoice({ title: question.title, placeholder, rows });
  return answer === undefined || answer === 'back' ? [] : [answer.value];
}

function rowOf(entry: TreeEntry): Choice<BlocksItem> {
  if ('folderPath' in entry) {
    const { folderPath } = entry;
    return {
      label: escapeIcons(folderName(folderPath)),
      description: escapeIcons(parentFolder(folderPath)),
      iconPath: vscode.ThemeIcon.Folder,
      value: { kind: 'folder', path: folderPath },
    };
  }
  const { id, title, folderPath, tags } = entry.block;
  return {
    label: escapeIcons(title),
    description: escapeIcons(folderPath),
    iconPath: new vscode.ThemeIcon('note'),
    ...(tags.length > 0 ? { detail: escapeIcons(tags.map((tag) => `#${tag}`).join(' ')) } : {}),
    value: { kind: 'block', id },
  };
}

async function offerNewBlock(): Promise<void> {
  const create = vscode.l10n.t('New Block');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no blocks yet.'), create);
  if (answer === create) {
    await execute('llmOrchestrator.blocks.create');
  }
}
