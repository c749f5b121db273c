import { arrange } from './arrange';

/** Something on the page that shows one item of a list. */
export interface ItemView<Item> {
  readonly element: HTMLElement;
  update(item: Item, index: number, count: number): void;
}

interface Shown<Item, View> {
  readonly view: View;
  readonly item: Item;
  readonly index: number;
}

/**
 * Shows a list of items, each by a view of its own that lives as long as its item is in the list. A view is updated when
 * its item is another object, or stands elsewhere, than before.
 */
export class KeyedViews<Key, Item, View extends ItemView<Item>> {
  private shown = new Map<Key, Shown<Item, View>>();
  private count = 0;

  constructor(
    private readonly container: HTMLElement,
    private readonly keyOf: (item: Item) => Key,
    private readonly create: (item: Item) => View,
    /** Told about views whose items have left the list. */
    private readonly removed: (view: View) => void = () => undefined,
    /** Puts the elements into the container. */
    private readonly put: (container: HTMLElement, wanted: readonly HTMLElement[]) => void = arrange,
  ) {}

  /** The view of an item that is shown. */
  get(key: Key): View | undefined {
    return this.shown.get(key)?.view;
  }

  /** Shows these items, in this order; `count` is how many there are where only the first ones are known. */
  update(items: readonly Item[], count = items.length): void {
    const before = this.shown;
    const hasOtherCount = this.count !== count;
    this.count = count;
    this.shown = new Map(
      items.map((item, index) => {
        const key = this.keyOf(item);
        const known = before.get(key);
        const view = known?.view ?? this.create(item);
        if (hasOtherCount || known?.item !== item || known.index !== index) view.update(item, index, count);
        return [key, { view, item, index }];
      }),
    );
    for (const [key, { view }] of before) if (!this.shown.has(key)) this.removed(view);
    this.put(
      this.container,
      [...this.shown.values()].map(({ view }) => view.element),
    );
  }
}
