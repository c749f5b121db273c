import { text } from '../../../shared/model/text';
import { PersonError } from '../../domain/ports/personError';

/**
 * A command was called on selected rows while their tree was being read again: VS Code forgets then for a moment what its
 * rows stand for, and hands over nothing in their place.
 */
export class LostRowError extends PersonError {
  override readonly name = 'LostRowError';

  constructor() {
    super(text('The list was being read again at that moment. Choose the command once more.'));
  }
}

/**
 * What a command of a tree acts on. Called on a row it is that row, or all selected rows when that row is one of them;
 * called without a row (a key, the palette) it is the selection. Throws a `LostRowError` when it was called on selected
 * rows of which not all are known.
 */
export function chosenItems<Item>(
  item: Item | undefined,
  items: readonly (Item | undefined)[] | undefined,
  selection: readonly Item[],
): readonly Item[] {
  if (items === undefined || items.length === 0) {
    return item === undefined ? selection : [item];
  }
  const known = items.filter((one): one is Item => one !== undefined);
  if (known.length === items.length) {
    return known;
  }
  if (selection.length !== items.length) {
    throw new LostRowError();
  }
  return selection;
}

/** Those items that are of one kind. */
export function ofKind<Item extends { readonly kind: string }, Kind extends Item['kind']>(
  items: readonly Item[],
  kind: Kind,
): readonly Extract<Item, { readonly kind: Kind }>[] {
  return items.filter((item): item is Extract<Item, { readonly kind: Kind }> => item.kind === kind);
}
