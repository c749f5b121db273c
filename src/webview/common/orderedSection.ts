import { arrangeInGroups } from './arrangeInGroups';
import { element, setAttribute, setText, uniqueId } from './element';
import { fill } from './fill';
import { KeyedViews, type ItemView } from './keyedViews';
import { LateFilling } from './lateFilling';
import { OrderedList, ROW_KEY } from './orderedList';
import { takeTreeDrops } from './treeDrop';

/** The sentences of a list that is put in order. */
export interface OrderedSectionStrings {
  readonly heading: string;
  /** What stands there while the list is empty. */
  readonly empty: string;
  /** Which keys do what. */
  readonly keys: string;
  /** A row and its new position among so many. */
  readonly moved: string;
  readonly removed: string;
}

/** The view of one row. */
export interface OrderedRowView<Row> extends ItemView<Row> {
  /** Says the position to a screen reader; for views whose `update` does not. */
  describe?(index: number, count: number): void;
  /** Makes what it shows, once; called when the row comes near the screen. For lists that may be long. */
  fill?(): void;
}

/** What a section does with its rows. */
export interface OrderedSectionActions<Row> {
  keyOf(row: Row): number;
  /** What the row is called in announcements. */
  titleOf(row: Row): string;
  createView(row: Row): OrderedRowView<Row>;
  move(key: number, before: number | null): void;
  remove(key: number): void;
  duplicate(key: number): void;
  /** Switches the row on or off. */
  toggle(row: Row): void;
  /** Opens what the row stands for. */
  open(row: Row): void;
  /** Another key on a row; true when it was used. */
  otherKey?(row: Row, event: KeyboardEvent): boolean;
  /** Another row is the one that the keyboard is at. */
  current?(key: number): void;
  /** Tells a screen reader what happened. */
  announce(sentence: string): void;
}

/**
 * A section of a page with a heading, buttons, and rows whose order is the person's: Alt+Up and Alt+Down move a row,
 * Space switches it, Enter opens it, Ctrl+D duplicates it, Delete removes it.
 */
export class OrderedSection<Row> {
  readonly element: HTMLElement;
  /** The rows. */
  readonly grid: HTMLElement;
  private rows: readonly Row[] = [];
  private readonly count = element('span', { class: 'badge' });
  private readonly empty: HTMLElement;
  private readonly views: KeyedViews<number, Row, OrderedRowView<Row>>;
  private readonly order: OrderedList;
  private readonly filling = new LateFilling();

  constructor(
    className: string,
    private readonly strings: OrderedSectionStrings,
    buttons: readonly HTMLElement[],
    private readonly actions: OrderedSectionActions<Row>,
  ) {
    const heading = uniqueId('heading');
    const keys = uniqueId('keys');
    this.grid = element('div', {
      class: 'rows',
      attributes: { role: 'grid', 'aria-labelledby': heading, 'aria-describedby': keys },
    });
    this.empty = element('p', { class: 'empty', text: strings.empty });
    const title = element('h2', { text: strings.heading, attributes: { id: heading } });
    this.element = element(
      'section',
      { class: className, attributes: { 'aria-labelledby': heading } },
      element('div', { class: 'section-head' }, title, this.count, element('div', { class: 'buttons' }, ...buttons)),
      this.empty,
      this.grid,
      element('p', { class: 'hint', text: strings.keys, attributes: { id: keys } }),
    );
    this.views = new KeyedViews(
      this.grid,
      (row) => actions.keyOf(row),
      (row) => {
        const view = actions.createView(row);
        if (view.fill !== undefined) {
          this.filling.add(view.element, () => view.fill?.());
        }
        return view;
      },
      (view) => {
        this.filling.forget(view.element);
      },
      (grid, wanted) => {
        arrangeInGroups(grid, wanted, () => element('div', { class: 'row-group', attributes: { role: 'rowgroup' } }));
      },
    );
    this.grid.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element) this.filling.fill(target);
    });
    this.order = new OrderedList(this.grid, {
      move: (key, before) => {
        this.move(key, before);
      },
      rowKey: (key, event) => this.rowKey(key, event),
      current: (key) => {
        actions.current?.(key);
      },
    });
  }

  /** Shows these rows; `count` is how many there are where only the first ones are known. */
  update(rows: readonly Row[], count = rows.length): void {
    this.rows = rows;
    this.views.update(rows, count);
    rows.forEach((row, index) => this.views.get(this.actions.keyOf(row))?.describe?.(index, count));
    this.order.refresh();
    setText(this.count, String(count));
    setAttribute(this.grid, 'aria-rowcount', String(count));
    this.empty.hidden = rows.length > 0;
    this.grid.hidden = rows.length === 0;
    this.element.classList.toggle('has-rows', rows.length > 0);
  }

  /** Makes a row the one that the keyboard is at, without moving the focus. */
  select(key: number): void {
    this.order.select(key);
  }

  /** Takes what is dragged out of a view of the side bar, before a row or, for null, at the end. */
  takeDrops(type: string, drop: (before: number | null) => void): void {
    takeTreeDrops({
      target: this.element,
      rows: () => [...this.grid.querySelectorAll<HTMLElement>(`[${ROW_KEY}]`)],
      type,
      drop: (gap) => {
        const below = this.rows[gap];
        drop(below === undefined ? null : this.actions.keyOf(below));
      },
    });
  }

  /** Takes a row out; the focus goes to its neighbour. */
  remove(key: number): void {
    const next = this.order.neighbour(key);
    if (next !== undefined) this.order.focus(next);
    this.actions.remove(key);
    this.actions.announce(fill(this.strings.removed, this.titleOf(key)));
  }

  private move(key: number, before: number | null): void {
    const rest = this.rows.map((row) => this.actions.keyOf(row)).filter((one) => one !== key);
    const position = before === null ? rest.length : rest.indexOf(before);
    this.actions.move(key, before);
    this.actions.announce(fill(this.strings.moved, this.titleOf(key), position + 1, this.rows.length));
  }

  private rowKey(key: number, event: KeyboardEvent): boolean {
    const row = this.row(key);
    if (row === undefined) return false;
    switch (event.key) {
      case ' ':
        this.actions.toggle(row);
        return true;
      case 'Enter':
        if (event.ctrlKey || event.metaKey) return false;
        this.actions.open(row);
        return true;
      case 'Delete':
        this.remove(key);
        return true;
      case 'd':
        if (!event.ctrlKey && !event.metaKey) return false;
        this.actions.duplicate(key);
        return true;
      default:
        return this.actions.otherKey?.(row, event) ?? false;
    }
  }

  private row(key: number): Row | undefined {
    return this.rows.find((row) => this.actions.keyOf(row) === key);
  }

  private titleOf(key: number): string {
    const row = this.row(key);
    return row === undefined ? '' : this.actions.titleOf(row);
  }
}
