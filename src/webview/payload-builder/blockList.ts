import type { BlockRow } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createButton } from '../common/components/button';
import { element, setAttribute, setText, uniqueId } from '../common/element';
import { fill } from '../common/fill';
import { KeyedViews } from '../common/keyedViews';
import { OrderedList } from '../common/orderedList';
import { BlockRowView } from './blockRow';
import type { BuilderActions } from './builderActions';

/** The payload's blocks in their order, with everything that can be done with them. */
export class BlockList {
  readonly element: HTMLElement;
  private rows: readonly BlockRow[] = [];
  private readonly count = element('span', { class: 'badge' });
  private readonly grid: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly views: KeyedViews<number, BlockRow, BlockRowView>;
  private readonly order: OrderedList;

  constructor(
    private readonly strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
    newBlock: { readonly element: HTMLElement; open(): void },
  ) {
    const heading = uniqueId('blocks');
    const keys = uniqueId('keys');
    this.grid = element('div', {
      class: 'rows',
      attributes: { role: 'grid', 'aria-labelledby': heading, 'aria-describedby': keys },
    });
    this.empty = element('p', { class: 'empty', text: strings.noBlocks });
    const add = createButton({
      label: strings.addBlocks,
      icon: 'add',
      onClick: () => {
        actions.pickBlocks();
      },
    });
    const write = createButton({
      label: strings.newBlock,
      icon: 'new-file',
      appearance: 'secondary',
      onClick: () => {
        newBlock.open();
      },
    });
    const title = element('h2', { text: strings.blocks, attributes: { id: heading } });
    const buttons = element('div', { class: 'buttons' }, add.element, write.element);
    this.element = element(
      'section',
      { class: 'blocks', attributes: { 'aria-labelledby': heading } },
      element('div', { class: 'section-head' }, title, this.count, buttons),
      this.empty,
      this.grid,
      element('p', { class: 'hint', text: strings.listKeys, attributes: { id: keys } }),
      newBlock.element,
    );
    this.views = new KeyedViews(
      this.grid,
      ({ placeId }) => placeId,
      (row) =>
        new BlockRowView(row, strings, actions, (placeId) => {
          this.remove(placeId);
        }),
    );
    this.order = new OrderedList(this.grid, {
      move: (key, before) => {
        this.move(key, before);
      },
      rowKey: (key, event) => this.rowKey(key, event),
    });
  }

  /** Shows these rows. */
  update(rows: readonly BlockRow[]): void {
    this.rows = rows;
    this.views.update(rows);
    rows.forEach((row, index) => this.views.get(row.placeId)?.describe(index, rows.length));
    this.order.refresh();
    setText(this.count, String(rows.length));
    setAttribute(this.grid, 'aria-rowcount', String(rows.length));
    this.empty.hidden = rows.length > 0;
    this.grid.hidden = rows.length === 0;
    this.element.classList.toggle('has-rows', rows.length > 0);
  }

  private move(placeId: number, before: number | null): void {
    const rest = this.rows.filter((row) => row.placeId !== placeId);
    const position = before === null ? rest.length : rest.findIndex((row) => row.placeId === before);
    this.actions.edit({ kind: 'move', placeIds: [placeId], before });
    const title = this.row(placeId)?.title ?? '';
    this.actions.announce(fill(this.strings.moved, title, position + 1, this.rows.length));
  }

  private remove(placeId: number): void {
    const title = this.row(placeId)?.title ?? '';
    const next = this.order.neighbour(placeId);
    if (next !== undefined) this.order.focus(next);
    this.actions.edit({ kind: 'remove', placeIds: [placeId] });
    this.actions.announce(fill(this.strings.removed, title));
  }

  private rowKey(placeId: number, event: KeyboardEvent): boolean {
    const row = this.row(placeId);
    if (row === undefined) return false;
    switch (event.key) {
      case ' ':
        this.actions.edit({ kind: 'enable', placeId, enabled: !row.enabled });
        return true;
      case 'Enter':
        this.actions.openBlock(row.blockId);
        return true;
      case 'Delete':
        this.remove(placeId);
        return true;
      case 'd':
        if (!event.ctrlKey && !event.metaKey) return false;
        this.actions.edit({ kind: 'duplicate', placeId });
        return true;
      default:
        return false;
    }
  }

  private row(placeId: number): BlockRow | undefined {
    return this.rows.find((row) => row.placeId === placeId);
  }
}
