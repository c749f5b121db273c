/** A list of which only those items travel that the other end does not have. */
export interface ListDelta<Item> {
  /** The keys of all items, in order. */
  readonly order: readonly number[];
  /** The items that are new, or other than before. */
  readonly fresh: readonly Item[];
}

/** Remembers what the other end has of a list. */
export class SentList<Item> {
  private sent = new Map<number, string>();

  constructor(private readonly keyOf: (item: Item) => number) {}

  /** The other end has nothing: it has just begun. */
  forget(): void {
    this.sent.clear();
  }

  /** What to send of a list, so that the other end has all of it. */
  send(items: readonly Item[]): ListDelta<Item> {
    const before = this.sent;
    this.sent = new Map(items.map((item) => [this.keyOf(item), JSON.stringify(item)]));
    return {
      order: items.map(this.keyOf),
      fresh: items.filter((item) => before.get(this.keyOf(item)) !== this.sent.get(this.keyOf(item))),
    };
  }
}

/** Puts together what arrives of a list. Items that did not change stay the same objects. */
export class ReceivedList<Item> {
  private items = new Map<number, Item>();

  constructor(private readonly keyOf: (item: Item) => number) {}

  /** @throws {Error} for an item that was never sent */
  receive({ order, fresh }: ListDelta<Item>): readonly Item[] {
    const known = new Map([...this.items, ...fresh.map((item) => [this.keyOf(item), item] as const)]);
    this.items = new Map(
      order.map((key) => {
        const item = known.get(key);
        if (item === undefined) throw new Error(`The item ${String(key)} of a list was never sent.`);
        return [key, item];
      }),
    );
    return [...this.items.values()];
  }
}
