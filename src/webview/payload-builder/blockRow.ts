import type { Role } from '../../shared/model/payload';
import type { BlockRow } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createIcon } from '../common/components/icon';
import { createIconButton } from '../common/components/iconButton';
import { element, setAttribute, setText } from '../common/element';
import { fill, formatNumber } from '../common/fill';
import { ROW_KEY, setControlsTabbable } from '../common/orderedList';
import type { OrderedRowView } from '../common/orderedSection';
import type { BuilderActions } from './builderActions';

const ROLES = ['user', 'system', 'assistant'] as const satisfies readonly Role[];

/**
 * The row of one place in the payload's list. There may be hundreds: its elements are plain ones, and until it is filled
 * it is one element that a screen reader can name.
 */
export class BlockRowView implements OrderedRowView<BlockRow> {
  readonly element: HTMLElement;
  private content: RowContent | undefined;

  constructor(
    private row: BlockRow,
    private readonly strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
    private readonly remove: (placeId: number) => void,
  ) {
    this.element = element('div', { class: 'row', attributes: { role: 'row', [ROW_KEY]: String(row.placeId) } });
    this.element.addEventListener('dblclick', (event) => {
      if (event.target instanceof Element && event.target.closest('.row-name') !== null)
        actions.openBlock(this.row.blockId);
    });
  }

  update(row: BlockRow, index: number, count: number): void {
    const { strings } = this;
    this.row = row;
    setAttribute(this.element, 'aria-rowindex', String(index + 1));
    this.element.classList.toggle('row-off', !row.enabled);
    setAttribute(
      this.element,
      'aria-label',
      fill(row.enabled ? strings.row : strings.rowOff, row.title, index + 1, count),
    );
    this.content?.update(row);
  }

  fill(): void {
    if (this.content !== undefined) return;
    this.content = new RowContent(() => this.row, this.strings, this.actions, this.remove);
    this.content.update(this.row);
    this.element.append(...this.content.cells);
    setControlsTabbable(this.element);
  }
}

/** The cells of a row. */
class RowContent {
  readonly cells: readonly HTMLElement[];
  private readonly handle = element(
    'span',
    { class: 'row-handle', attributes: { 'data-handle': '' } },
    createIcon('gripper'),
  );
  private readonly check = element('input', { class: 'check', attributes: { type: 'checkbox' } });
  private readonly title = element('span', { class: 'row-title' });
  private readonly place = element('span', { class: 'row-place' });
  private readonly problems = element('div', { class: 'row-problems' });
  private readonly role: HTMLSelectElement;
  private readonly tokens = element('span', { class: 'row-tokens' });
  private readonly open;
  private readonly duplicate;
  private readonly remove;

  constructor(
    row: () => BlockRow,
    private readonly strings: PayloadBuilderStrings,
    actions: BuilderActions,
    remove: (placeId: number) => void,
  ) {
    const { placeId } = row();
    const labels = { user: strings.roleUser, system: strings.roleSystem, assistant: strings.roleAssistant };
    this.role = element('select', { class: 'select' });
    this.role.append(...ROLES.map((role) => element('option', { text: labels[role], attributes: { value: role } })));
    this.role.addEventListener('change', () => {
      const role = ROLES.find((one) => one === this.role.value);
      if (role !== undefined) actions.edit({ kind: 'role', placeId, role });
    });
    this.check.addEventListener('change', () => {
      actions.edit({ kind: 'enable', placeId, enabled: this.check.checked });
    });
    this.open = createIconButton('go-to-file', '', () => {
      actions.openBlock(row().blockId);
    });
    this.duplicate = createIconButton('copy', '', () => {
      actions.edit({ kind: 'duplicate', placeId });
    });
    this.remove = createIconButton('trash', '', () => {
      remove(placeId);
    });
    const cell = (className: string, ...children: readonly Node[]): HTMLElement =>
      element('div', { class: className, attributes: { role: 'gridcell' } }, ...children);
    this.cells = [
      cell('row-start', this.handle, this.check),
      cell('row-name', element('div', { class: 'row-line' }, this.title, this.place), this.problems),
      cell('row-role', this.role),
      cell('row-count', this.tokens),
      cell('row-actions', this.open.element, this.duplicate.element, this.remove.element),
    ];
  }

  update({ title, folderPath, tags, enabled, tokens, problems, role }: BlockRow): void {
    const { strings } = this;
    setText(this.title, title);
    setText(this.place, [folderPath, ...tags.map((tag) => `#${tag}`)].filter((part) => part !== '').join(' · '));
    this.title.title = title;
    setText(this.problems, problems.join(' '));
    this.handle.title = fill(strings.handle, title);
    this.check.checked = enabled;
    setAttribute(this.check, 'aria-label', fill(strings.enabled, title));
    if (this.role.value !== role) this.role.value = role;
    setAttribute(this.role, 'aria-label', fill(strings.role, title));
    setAttribute(this.role, 'data-role', role);
    setText(this.tokens, fill(strings.tokens, formatNumber(tokens)));
    this.tokens.title = fill(strings.tokensTitle, formatNumber(tokens));
    this.open.setLabel(fill(strings.open, title));
    this.duplicate.setLabel(fill(strings.duplicate, title));
    this.remove.setLabel(fill(strings.remove, title));
  }
}
