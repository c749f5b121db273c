/**
 * What a command of a tree acts on. Called on a row it is that row, or all selected rows when that row is one of them;
 * called without a row (a key, the palette) it is the selection.
 */
export function chosenItems<Item>(
  item: Item | undefined,
  items: readonly Item[] | undefined,
  selection: readonly Item[],
): readonly Item[] {
  if (item === undefined) {
    return items ?? selection;
  }
  return items !== undefined && items.length > 0 ? items : [item];
}

/** Those items that are of one kind. */
export function ofKind<Item extends { readonly kind: string }, Kind extends Item['kind']>(
  items: readonly Item[],
  kind: Kind,
): readonly Extract<Item, { readonly kind: Kind }>[] {
  return items.filter((item): item is Extract<Item, { readonly kind: Kind }> => item.kind === kind);
}
