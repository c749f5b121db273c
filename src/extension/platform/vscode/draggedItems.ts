/**
 * What is being dragged out of a view. A page in a panel receives a drop from a view without what the drag carries, only
 * the type of its data: VS Code hands that to views and editors alone. The page tells of the drop, and the items are here.
 */
export class DraggedItems<Item> {
  private items: readonly Item[] = [];

  /** A drag begins. */
  begin(items: readonly Item[]): void {
    this.items = items;
  }

  /** What was dragged last. */
  get last(): readonly Item[] {
    return this.items;
  }
}
