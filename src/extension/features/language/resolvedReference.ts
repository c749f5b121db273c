import type { Reference } from '../../domain/references/parse';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Subject } from './proposals';
import type { ReferenceNames } from './referenceNames';

/** What a reference names; `missing` where nothing has that name, `text` where it is no reference after all. */
export type Resolved = Subject | 'missing' | 'text';

/**
 * Looks a reference up in the library. The index must be ready.
 * @throws {StoreError}
 */
export async function resolveReference(
  { form, name }: Reference,
  index: LibraryIndex,
  names: ReferenceNames,
): Promise<Resolved> {
  switch (form) {
    case 'tag': {
      const ids = index.tags().get(name);
      return ids ? { kind: 'tag', tag: name, count: ids.length } : 'missing';
    }
    case 'block': {
      const block = index.byPath(name);
      return block ? { kind: 'block', id: block.id, path: name } : 'missing';
    }
    case 'response':
    case 'name': {
      const payload = (await names.payloads()).find((one) => one.name === name);
      return payload ?? (form === 'response' ? 'missing' : 'text');
    }
    case 'previous':
      return { kind: 'previous' };
    case 'variable':
      return 'missing'; // workflows have no variables yet
  }
}
