import * as vscode from 'vscode';
import { checkFolderPath, isInside, joinFolder } from '../../domain/blocks/folderPath';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoice, type Choice } from '../../platform/vscode/quickChoice';
import { problemOf } from './problemOf';

/** Asks for the name of a folder in another one; names joined by `/` mean folders in folders. Undefined for Escape. */
export async function askFolderName(question: {
  readonly title: string;
  readonly parent: string;
  readonly value?: string;
  /** What is wrong with a path that follows the rules, or worth knowing before it is taken. */
  readonly remark?: (path: string) => string | vscode.InputBoxValidationMessage | undefined;
}): Promise<string | undefined> {
  const { title, parent, value = '', remark } = question;
  const pathOf = (typed: string): string => checkFolderPath(joinFolder(parent, checkFolderPath(typed)));
  const typed = await vscode.window.showInputBox({
    title,
    prompt:
      parent === ''
        ? vscode.l10n.t('Name of the folder')
        : vscode.l10n.t('Name of the folder in the folder {0}', parent),
    value,
    valueSelection: [0, value.length],
    validateInput: (input) =>
      isBlank(input) ? undefined : (problemOf(() => pathOf(input)) ?? remark?.(pathOf(input))),
  });
  return typed === undefined || isBlank(typed) ? undefined : pathOf(typed);
}

/** Asks for an existing folder or a new one, leaving out what lies in the given folders; undefined for Escape. */
export async function askTargetFolder(
  index: LibraryIndex,
  title: string,
  without: readonly string[],
): Promise<string | undefined> {
  type Target = { readonly path: string } | 'new';
  const lookup = index.folderPaths().filter((path) => !without.some((folder) => isInside(path, folder)));
  const rows: Choice<Target>[] = [
    {
      label: vscode.l10n.t('New Folder…'),
      iconPath: new vscode.ThemeIcon('new-folder'),
      alwaysShow: true,
      value: 'new',
    },
    {
      label: '/',
      description: vscode.l10n.t('outside all folders'),
      iconPath: new vscode.ThemeIcon('root-folder'),
      value: { path: '' },
    },
    ...lookup.map((path) => ({ label: escapeIcons(path), iconPath: vscode.ThemeIcon.Folder, value: { path } })),
  ];
  const answer = await askChoice<Target>({ title, placeholder: vscode.l10n.t('Where to?'), rows });
  if (answer === undefined || answer === 'back') {
    return undefined;
  }
  return answer.value === 'new' ? askFolderName({ title, parent: '' }) : answer.value.path;
}

function isBlank(typed: string): boolean {
  return typed.replaceAll('/', '').trim() === '';
}
