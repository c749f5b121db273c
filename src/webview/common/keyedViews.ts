import { arrange } from './arrange';

/** Something on the page that shows one item of a list. */
export interface ItemView<Item> {
  readonly element: HTMLElement;
  update(item: Item, index: number): void;
}

/** Shows a list of items, each by a view of its own that lives as long as its item is in the list. */
export class KeyedViews<Key, Item, View extends ItemView<Item>> {
  private views = new Map<Key, View>();

  constructor(
    private readonly container: HTMLElement,
    private readonly keyOf: (item: Item) => Key,
    private readonly create: (item: Item) => View,
  ) {}

  /** The view of an item that is shown. */
  get(key: Key): View | undefined {
    return this.views.get(key);
  }

  /** Shows these items, in this order. */
  update(items: readonly Item[]): void {
    const next = new Map<Key, View>();
    items.forEach((item, index) => {
      const key = this.keyOf(item);
      const view = this.views.get(key) ?? this.create(item);
      view.update(item, index);
      next.set(key, view);
    });
    this.views = next;
    arrange(
      this.container,
      [...next.values()].map((view) => view.element),
    );
  }
}
