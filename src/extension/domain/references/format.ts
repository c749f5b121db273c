import { isInside, joinFolder, rebaseFolder } from '../blocks/folderPath';
import { formOf, MARKS, parseReferences, type Reference } from './parse';

/** The reference to all blocks with a tag. */
export function tagReference(tag: string): string {
  return braced(MARKS.tag + tag);
}

/** The reference to one block. */
export function blockReference(folderPath: string, title: string): string {
  return braced(MARKS.block + joinFolder(folderPath, title));
}

/** The reference to the nearest earlier response of a payload, in the form that works for every name. */
export function responseReference(payloadName: string): string {
  return braced(MARKS.response + payloadName);
}

/** The reference to a variable of the workflow. */
export function variableReference(name: string): string {
  return braced(MARKS.variable + name);
}

/** The reference to the response just before. */
export const previousReference = '{{previous}}';

function braced(content: string): string {
  return `{{${content}}}`;
}

/**
 * Something that got another name. For a block both are the path that references use (`Folder/Title`); for a folder,
 * the folder path, which changes the references to all blocks below it; for a response, the payload's name.
 */
export interface ReferenceChange {
  readonly form: 'block' | 'folder' | 'response' | 'tag';
  readonly from: string;
  readonly to: string;
}

/**
 * The text with every reference to the old name changed to the new one, everything else byte for byte as it was; the
 * very same string when nothing refers to it. Escaped references are text and stay.
 */
export function renameReferences(text: string, change: ReferenceChange): string {
  return createRenamer([change])(text);
}

/**
 * Makes all changes in one pass, as if at once: a name that one change introduces is not changed by another. Where both
 * a block and a folder above it change, the change of the block counts; of two folders, the first.
 */
export function createRenamer(changes: readonly ReferenceChange[]): (text: string) => string {
  const exact = {
    block: namesOf(changes, 'block'),
    response: namesOf(changes, 'response'),
    tag: namesOf(changes, 'tag'),
  };
  const folders = changes.filter(({ form }) => form === 'folder');

  const renamed = (reference: Reference): string | undefined => {
    const { form, name } = reference;
    switch (form) {
      case 'tag':
        return exact.tag.get(name);
      case 'block':
        return exact.block.get(name) ?? rebased(name, folders);
      case 'response':
        return exact.response.get(name);
      case 'name': {
        const to = exact.response.get(name);
        return to === undefined || formOf(to) === 'name' ? to : MARKS.response + to;
      }
      case 'previous':
      case 'variable':
        return undefined;
    }
  };

  return (text) => {
    let result = '';
    let copied = 0;
    for (const reference of parseReferences(text)) {
      const to = renamed(reference);
      if (to !== undefined && to !== reference.name) {
        result += text.slice(copied, reference.nameStart) + to;
        copied = reference.nameEnd;
      }
    }
    return copied === 0 ? text : result + text.slice(copied);
  };
}

function namesOf(changes: readonly ReferenceChange[], form: ReferenceChange['form']): ReadonlyMap<string, string> {
  return new Map(changes.filter((change) => change.form === form).map(({ from, to }) => [from, to]));
}

function rebased(path: string, folders: readonly ReferenceChange[]): string | undefined {
  const folder = folders.find(({ from }) => path !== from && isInside(path, from));
  return folder === undefined ? undefined : rebaseFolder(path, folder.from, folder.to);
}
