import { beforeAfterStep, beforeAtGap } from './orderedMoves';
import { startRowDrag } from './rowDrag';

/** What a list does with its rows. */
export interface OrderedListActions {
  /** Moves a row before another one, or to the end. */
  move(key: number, before: number | null): void;
  /** A key on a row that the list itself has no use for. True when it was used. */
  rowKey(key: number, event: KeyboardEvent): boolean;
  /** Another row is the one in the tab order. */
  current?(key: number): void;
}

/** The attribute of a row that holds its key. */
export const ROW_KEY = 'data-key';

/**
 * The behaviour of a list whose order is the person's: a grid of which one row is in the tab order. Up, Down, Home and
 * End go from row to row; Alt+Up and Alt+Down move a row, as does dragging its handle. Tab goes through the controls of
 * the row that has the focus, and of no other.
 */
export class OrderedList {
  private current: number | undefined;

  constructor(
    private readonly grid: HTMLElement,
    private readonly actions: OrderedListActions,
  ) {
    grid.addEventListener('keydown', (event) => {
      this.keyDown(event);
    });
    grid.addEventListener('focusin', (event) => {
      const row = rowOf(event.target);
      if (row !== undefined) this.setCurrent(keyOf(row));
    });
    grid.addEventListener('pointerdown', (event) => {
      this.pointerDown(event);
    });
  }

  /** To be called after rows came, went or moved. */
  refresh(): void {
    const rows = this.rows();
    const [first] = rows;
    if (first !== undefined && !rows.some((row) => keyOf(row) === this.current)) {
      this.setCurrent(keyOf(first));
    }
    for (const row of rows) this.setTabbable(row, keyOf(row) === this.current);
  }

  /** Makes a row the one in the tab order, without moving the focus. */
  select(key: number): void {
    if (this.order().includes(key)) this.setCurrent(key);
  }

  /** Puts the focus on a row. */
  focus(key: number): void {
    const row = this.rows().find((one) => keyOf(one) === key);
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }

  /** The row that takes the focus when this one goes away: the next, else the one before. */
  neighbour(key: number): number | undefined {
    const order = this.order();
    const position = order.indexOf(key);
    return order[position + 1] ?? order[position - 1];
  }

  /** Moves a row by one position; false at the end of the list. */
  step(key: number, step: -1 | 1): boolean {
    const target = beforeAfterStep(this.order(), key, step);
    if (target !== undefined) this.actions.move(key, target.before);
    return target !== undefined;
  }

  private keyDown(event: KeyboardEvent): void {
    const row = rowOf(event.target);
    if (row === undefined) return;
    const key = keyOf(row);
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      this.step(key, event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.target !== row) {
      if (event.key !== 'Escape') return; // a control of the row has its own keys
      row.focus();
    } else if (!this.goTo(row, event) && !this.actions.rowKey(key, event)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private goTo(row: HTMLElement, event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const rows = this.rows();
    const position = rows.indexOf(row);
    const targets: Readonly<Record<string, number>> = {
      ArrowUp: position - 1,
      ArrowDown: position + 1,
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return false;
    rows[target]?.focus();
    return true;
  }

  private pointerDown(event: PointerEvent): void {
    const row = rowOf(event.target);
    const isHandle = event.target instanceof Element && event.target.closest('[data-handle]') !== null;
    if (row === undefined || !isHandle || event.button !== 0) return;
    event.preventDefault(); // no selection of text
    row.focus();
    startRowDrag(event, row, this.rows(), (gap) => {
      const target = beforeAtGap(this.order(), keyOf(row), gap);
      if (target !== undefined) this.actions.move(keyOf(row), target.before);
    });
  }

  private setCurrent(key: number): void {
    if (key === this.current) return;
    this.current = key;
    for (const row of this.rows()) this.setTabbable(row, keyOf(row) === key);
    this.actions.current?.(key);
  }

  private setTabbable(row: HTMLElement, isTabbable: boolean): void {
    const tabIndex = isTabbable ? 0 : -1;
    if (row.tabIndex === tabIndex && row.dataset['tabbable'] === String(isTabbable)) return;
    row.dataset['tabbable'] = String(isTabbable);
    row.tabIndex = tabIndex;
    setControlsTabbable(row);
  }

  private rows(): readonly HTMLElement[] {
    return [...this.grid.querySelectorAll<HTMLElement>(`[${ROW_KEY}]`)];
  }

  private order(): readonly number[] {
    return this.rows().map(keyOf);
  }
}

/** Puts the controls of a row into the tab order as the row is; to be called when a row gets controls later. */
export function setControlsTabbable(row: HTMLElement): void {
  for (const control of row.querySelectorAll<HTMLElement>('button, input, select')) control.tabIndex = row.tabIndex;
}

function rowOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>(`[${ROW_KEY}]`) ?? undefined) : undefined;
}

function keyOf(row: HTMLElement): number {
  return Number(row.getAttribute(ROW_KEY));
}
