import { joinFolder } from '../blocks/folderPath';
import type { Block } from '../../../shared/model/block';
import { parseReferences } from './parse';

/** What expansion needs to know of a block; every `Block` is one. */
export type ReferencedBlock = Pick<Block, 'id' | 'title' | 'tags' | 'folderPath' | 'content'>;

/** Finds blocks by what references say. */
export interface LibraryLookup<B> {
  /** All with exactly that tag, by folder path, then title, then id, each compared by code unit. */
  blocksByTag(tag: string): readonly B[];
  /** The block of that title in that folder, written `Folder/Title`; of several the one with the lowest id. */
  blockByPath(path: string): B | undefined;
}

/** Builds the lookup in one pass over the blocks; works for summaries as well. Blocks of a tag are sorted when asked for. */
export function createLibraryLookup<B extends Omit<ReferencedBlock, 'content'>>(
  blocks: readonly B[],
): LibraryLookup<B> {
  const byPath = new Map<string, B>();
  const byTag = new Map<string, B[]>();
  const sorted = new Set<string>();
  for (const block of blocks) {
    const path = joinFolder(block.folderPath, block.title);
    const other = byPath.get(path);
    if (other === undefined || block.id < other.id) {
      byPath.set(path, block);
    }
    for (const tag of block.tags) {
      const tagged = byTag.get(tag);
      if (tagged === undefined) {
        byTag.set(tag, [block]);
      } else {
        tagged.push(block);
      }
    }
  }
  return {
    blocksByTag: (tag) => {
      const tagged = byTag.get(tag) ?? [];
      if (!sorted.has(tag)) {
        tagged.sort(byPlace);
        sorted.add(tag);
      }
      return tagged;
    },
    blockByPath: (path) => byPath.get(path),
  };
}

/** What a text mentions, each name once, in order: enough to load what its expansion needs. */
export interface ReferencedNames {
  readonly tags: readonly string[];
  readonly blockPaths: readonly string[];
  /** Names of payloads, candidates of the short form included. */
  readonly payloads: readonly string[];
  readonly variables: readonly string[];
}

/** The names in a text, without asking whether they exist. */
export function referencedNames(text: string): ReferencedNames {
  const references = parseReferences(text);
  const names = (...forms: string[]): string[] => [
    ...new Set(references.filter(({ form }) => forms.includes(form)).map(({ name }) => name)),
  ];
  return {
    tags: names('tag'),
    blockPaths: names('block'),
    payloads: names('response', 'name'),
    variables: names('variable'),
  };
}

function byPlace(a: Omit<ReferencedBlock, 'content'>, b: Omit<ReferencedBlock, 'content'>): number {
  return ordinal(a.folderPath, b.folderPath) || ordinal(a.title, b.title) || a.id - b.id;
}

function ordinal(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
