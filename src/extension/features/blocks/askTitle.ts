import * as vscode from 'vscode';
import { joinFolder } from '../../domain/blocks/folderPath';
import { checkTitle } from '../../domain/blocks/title';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { problemOf } from './problemOf';

/** Asks for the title of a block in a folder, and checks it while the person types; undefined for Escape. */
export async function askTitle(
  index: LibraryIndex,
  question: {
    readonly title: string;
    readonly folderPath: string;
    readonly value?: string;
    /** The block that gets the title, which may keep the one it has. */
    readonly blockId?: number;
  },
): Promise<string | undefined> {
  const { title, folderPath, value = '', blockId } = question;
  const typed = await vscode.window.showInputBox({
    title,
    prompt:
      folderPath === ''
        ? vscode.l10n.t('Title of the block')
        : vscode.l10n.t('Title of the block in the folder {0}', folderPath),
    value,
    valueSelection: [0, value.length],
    validateInput: (input) => {
      if (input === '') {
        return undefined; // nothing typed yet is no mistake; Enter then changes nothing
      }
      const problem = problemOf(() => checkTitle(input));
      if (problem !== undefined) {
        return problem;
      }
      const other = index.byPath(joinFolder(folderPath, checkTitle(input)));
      return other && other.id !== blockId
        ? vscode.l10n.t('This folder already holds a block with this title. Choose another title.')
        : undefined;
    },
  });
  return typed === undefined || typed.trim() === '' ? undefined : checkTitle(typed);
}
