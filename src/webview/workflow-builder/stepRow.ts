import type { RunStepState, StepRow, StepState } from '../../shared/protocol/workflowBuilder';
import type { WorkflowBuilderStrings } from '../../shared/protocol/workflowBuilderStrings';
import { createIcon, setIcon, type IconName } from '../common/components/icon';
import { createIconButton } from '../common/components/iconButton';
import { element, setAttribute, setText } from '../common/element';
import { fill } from '../common/fill';
import { ROW_KEY } from '../common/orderedList';
import type { OrderedRowView } from '../common/orderedSection';
import type { BuilderActions } from './builderActions';

const stateIcons: Readonly<Record<StepState, IconName>> = {
  waiting: 'circle-outline',
  working: 'loading',
  done: 'pass',
  failed: 'error',
  stopped: 'circle-slash',
  reused: 'history',
};

/** What a row shows besides the step itself. */
export interface StepRowContext {
  /** The number, from 1, and the name of each step, by its id. */
  readonly names: ReadonlyMap<number, readonly [number, string]>;
  readonly runs: ReadonlyMap<number, RunStepState>;
  /** Why steps are stale, by their ids: sentences. */
  readonly stale: ReadonlyMap<number, readonly string[]>;
}

/** The row of one step. */
export class StepRowView implements OrderedRowView<StepRow> {
  readonly element: HTMLElement;
  private row: StepRow;
  private shownMarks = '';
  private shownResponses = '';
  private readonly number = element('span', { class: 'row-number', attributes: { 'aria-hidden': 'true' } });
  private readonly handle = element(
    'span',
    { class: 'row-handle', attributes: { 'data-handle': '' } },
    createIcon('gripper'),
  );
  private readonly check = element('input', { class: 'check', attributes: { type: 'checkbox' } });
  private readonly title = element('span', { class: 'row-title' });
  private readonly place = element('span', { class: 'row-place' });
  private readonly takes = element('div', { class: 'row-takes' });
  private readonly marks = element('ul', { class: 'row-marks' });
  private readonly stateIcon = createIcon('circle-outline', 'state-icon');
  private readonly status = element('span', { class: 'row-status' });
  private readonly responses = element('span', { class: 'row-responses' });
  private readonly run = element(
    'div',
    { class: 'row-run' },
    this.stateIcon,
    element('div', { class: 'told' }, this.status, document.createTextNode(' '), this.responses),
  );
  private readonly stale = element('span', { class: 'told' });
  private readonly staleLine = element('div', { class: 'row-stale' }, createIcon('warning'), this.stale);
  private position = '';
  private readonly runFrom;
  private readonly runOnly;
  private readonly open;
  private readonly duplicate;
  private readonly remove;

  constructor(
    row: StepRow,
    private readonly context: () => StepRowContext,
    private readonly strings: WorkflowBuilderStrings,
    private readonly actions: BuilderActions,
    remove: (stepId: number) => void,
  ) {
    this.row = row;
    const { stepId } = row;
    this.check.addEventListener('change', () => {
      actions.edit({ kind: 'enable', stepId, enabled: this.check.checked });
    });
    this.runFrom = createIconButton('run-below', '', () => {
      actions.run({ kind: 'from', stepId });
    });
    this.runOnly = createIconButton('play', '', () => {
      actions.run({ kind: 'only', stepId });
    });
    this.open = createIconButton('go-to-file', '', () => {
      actions.openPayload(this.row.payloadId);
    });
    this.duplicate = createIconButton('copy', '', () => {
      actions.edit({ kind: 'duplicate', stepId });
    });
    this.remove = createIconButton('trash', '', () => {
      remove(stepId);
    });
    const buttons = [this.runOnly, this.runFrom, this.open, this.duplicate, this.remove];
    const cell = (className: string, ...children: readonly Node[]): HTMLElement =>
      element('div', { class: className, attributes: { role: 'gridcell' } }, ...children);
    const line = element('div', { class: 'row-line' }, this.number, this.title, this.place);
    this.element = element(
      'div',
      { class: 'row', attributes: { role: 'row', [ROW_KEY]: String(stepId) } },
      cell('row-start', this.handle, this.check),
      cell('row-name', line, this.takes, this.marks, this.run, this.staleLine),
      cell('row-actions', ...buttons.map((button) => button.element)),
    );
    this.element.addEventListener('dblclick', (event) => {
      if (event.target instanceof Element && event.target.closest('.row-line') !== null) {
        actions.openPayload(this.row.payloadId);
      }
    });
  }

  /** @inheritdoc */
  update(row: StepRow, index: number, count: number): void {
    this.row = row;
    const { name, payloadName, endpoint, enabled, notes, marks } = row;
    const { strings } = this;
    setAttribute(this.element, 'aria-rowindex', String(index + 1));
    this.element.classList.toggle('row-off', !enabled);
    this.element.classList.toggle('row-marked', marks.length > 0);
    setText(this.number, `${String(index + 1)}.`);
    setText(this.title, name);
    this.title.title = name;
    setText(this.place, [...(name === payloadName ? [] : [payloadName]), endpoint, ...notes].join(' · '));
    setText(this.takes, this.describeTaken());
    this.takes.hidden = !enabled;
    this.showMarks();
    this.handle.title = fill(strings.handle, name);
    this.check.checked = enabled;
    setAttribute(this.check, 'aria-label', fill(strings.enabled, name));
    this.runFrom.setLabel(fill(strings.runFrom, name));
    this.runOnly.setLabel(fill(strings.runOnly, name));
    this.open.setLabel(fill(strings.openPayload, name));
    this.duplicate.setLabel(fill(strings.duplicate, name));
    this.remove.setLabel(fill(strings.remove, name));
    for (const button of [this.runFrom, this.runOnly]) button.setEnabled(enabled && marks.length === 0);
    this.position = fill(enabled ? strings.row : strings.rowOff, name, index + 1, count);
    this.showRun();
  }

  /** Shows how far the step is in the newest run, and whether it would be given something else now. */
  showRun(): void {
    const { runs, stale } = this.context();
    const { stepId, marks } = this.row;
    const reasons = stale.get(stepId) ?? [];
    this.staleLine.hidden = reasons.length === 0;
    setText(this.stale, reasons.length === 0 ? '' : fill(this.strings.stale, reasons.join(' ')));
    const said = marks.length > 0 ? fill(this.strings.rowMarked, this.position) : this.position;
    setAttribute(this.element, 'aria-label', reasons.length > 0 ? fill(this.strings.rowStale, said) : said);
    this.showState(runs.get(stepId));
  }

  private showState(run: RunStepState | undefined): void {
    this.run.hidden = run === undefined;
    if (run === undefined) return;
    this.run.dataset['state'] = run.state;
    setIcon(this.stateIcon, stateIcons[run.state]);
    setText(this.status, run.status);
    const shown = JSON.stringify([run.responses, this.row.name]);
    if (shown === this.shownResponses) return; // a link that has the focus keeps it
    this.shownResponses = shown;
    const count = run.responses.length;
    this.responses.replaceChildren(
      ...run.responses.map(({ id, chosen }, index) => {
        const answer = fill(chosen ? this.strings.responseChosen : this.strings.response, index + 1, count);
        const label = count === 1 ? fill(this.strings.openResponse, this.row.name) : answer;
        const text = count === 1 ? this.strings.openShort : `${String(index + 1)}${chosen ? ' ✓' : ''}`;
        return this.link(text, label, () => {
          this.actions.openResponse(id);
        });
      }),
    );
  }

  /** Shows whether it is the row whose settings are shown. */
  setCurrent(isCurrent: boolean): void {
    setAttribute(this.element, 'aria-selected', String(isCurrent));
  }

  private describeTaken(): string {
    const { takesReference, takesFlow, takesNothing } = this.strings;
    const { names } = this.context();
    const taken = this.row.takes.flatMap(({ stepId, by }) => {
      const step = names.get(stepId);
      return step === undefined ? [] : [fill(by === 'reference' ? takesReference : takesFlow, ...step)];
    });
    return taken.length === 0 ? takesNothing : taken.join(' · ');
  }

  private showMarks(): void {
    const { marks } = this.row;
    const shown = JSON.stringify(marks);
    this.marks.hidden = marks.length === 0;
    if (shown === this.shownMarks) return; // as above
    this.shownMarks = shown;
    this.marks.replaceChildren(
      ...marks.map(({ sentence, fix, fixLabel }) => {
        const told = element('div', { class: 'told' }, element('span', { class: 'mark-sentence', text: sentence }));
        if (fix !== null) {
          told.append(
            ' ',
            this.link(fixLabel, fixLabel, () => {
              this.actions.fix(fix);
            }),
          );
        }
        const item = element('li', {}, createIcon('error'), told);
        return item;
      }),
    );
  }

  private link(text: string, label: string, onClick: () => void): HTMLButtonElement {
    const attributes = { type: 'button', 'aria-label': label, tabindex: String(this.element.tabIndex) };
    const link = element('button', { class: 'link-button', text, title: label, attributes });
    link.addEventListener('click', onClick);
    return link;
  }
}
