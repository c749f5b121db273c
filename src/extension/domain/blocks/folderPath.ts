import { text } from '../../../shared/model/text';
import { InvalidInputError } from '../ports/invalidInputError';
import { FORBIDDEN_CHARACTERS } from './forbiddenCharacters';

/** The longest name of one folder, in UTF-16 units. */
export const MAX_FOLDER_NAME = 255;
/** The longest folder path, in UTF-16 units. */
export const MAX_FOLDER_PATH = 1024;

/**
 * Brings what a person typed into the one form in which paths are stored and compared: names trimmed and joined by `/`,
 * none of them empty; the root is the empty path.
 * @throws {InvalidInputError} for a name that is `.` or `..`, has forbidden characters or is too long
 */
export function checkFolderPath(raw: string): string {
  const names = raw
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) {
    checkFolderName(name);
  }
  const path = names.join('/');
  if (path.length > MAX_FOLDER_PATH) {
    throw new InvalidInputError(text('A folder path may have at most {0} characters.', MAX_FOLDER_PATH));
  }
  return path;
}

function checkFolderName(name: string): void {
  if (name === '.' || name === '..') {
    throw new InvalidInputError(text('A folder cannot be named "{0}". Choose another name.', name));
  }
  if (FORBIDDEN_CHARACTERS.test(name)) {
    throw new InvalidInputError(text('A folder name may not contain braces, line breaks or control characters.'));
  }
  if (name.length > MAX_FOLDER_NAME) {
    throw new InvalidInputError(text('A folder name may have at most {0} characters.', MAX_FOLDER_NAME));
  }
}

/** The folder that holds this one; the root for a folder at the top and for the root itself. */
export function parentFolder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last name of a path; empty for the root. */
export function folderName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of something named below a folder. Either may be empty. Also the path by which a block is referenced. */
export function joinFolder(parent: string, name: string): string {
  return parent === '' || name === '' ? parent + name : `${parent}/${name}`;
}

/** Whether a path is that folder or lies below it. Everything lies below the root. */
export function isInside(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The path after its folder `from` has become `to`; unchanged when it is not inside `from`. */
export function rebaseFolder(path: string, from: string, to: string): string {
  if (!isInside(path, from)) {
    return path;
  }
  const below = from === '' ? path : path.slice(from.length + 1);
  return joinFolder(to, below);
}

/** Every folder on the way to this one, outermost first, itself last; none for the root. */
export function ancestorFolders(path: string): string[] {
  const folders: string[] = [];
  for (let folder = path; folder !== ''; folder = parentFolder(folder)) {
    folders.unshift(folder);
  }
  return folders;
}
