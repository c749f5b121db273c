import type { RunState, Snapshot } from '../../shared/protocol/workflowBuilder';
import type { WorkflowBuilderStrings } from '../../shared/protocol/workflowBuilderStrings';
import { createButton } from '../common/components/button';
import { createProgressRing } from '../common/components/progressRing';
import { element, setText } from '../common/element';
import { fill } from '../common/fill';
import type { SettingView } from '../common/settingView';
import { UndoButtons } from '../common/undoButtons';
import type { BuilderActions } from './builderActions';

/** The workflow's name, undo and redo, the buttons that run and stop it, and where its newest run stands. */
export class WorkflowHeader {
  readonly element: HTMLElement;
  private readonly heading = element('h1', { class: 'visually-hidden' });
  private readonly undo: UndoButtons;
  private readonly ring = createProgressRing();
  private readonly status = element('span', { class: 'run-status' });
  private readonly refusal = element('span', { class: 'run-refusal' });
  private readonly run;
  private readonly runStale;
  private readonly stop;
  private announced: string | undefined;

  constructor(
    private readonly name: SettingView,
    private readonly strings: WorkflowBuilderStrings,
    private readonly actions: BuilderActions,
  ) {
    this.undo = new UndoButtons(strings, actions);
    this.run = createButton({
      label: strings.run,
      icon: 'run-all',
      title: strings.runTitle,
      onClick: () => {
        actions.run({ kind: 'all' });
      },
    });
    this.runStale = createButton({
      label: strings.runStale,
      icon: 'history',
      appearance: 'secondary',
      title: strings.runStaleTitle,
      onClick: () => {
        actions.run({ kind: 'stale' });
      },
    });
    this.stop = createButton({
      label: strings.stop,
      icon: 'debug-stop',
      appearance: 'secondary',
      onClick: () => {
        actions.stop();
      },
    });
    this.element = element(
      'header',
      { class: 'page-header' },
      this.heading,
      name.element,
      element(
        'div',
        { class: 'buttons' },
        ...this.undo.elements,
        this.stop.element,
        this.runStale.element,
        this.run.element,
      ),
      element('div', { class: 'run-line' }, this.ring, this.status, this.refusal),
    );
    this.showRun(null);
  }

  /** Shows the workflow's name, what can be taken back, and whether it can be run. */
  update({ name, values, undo, redo, cannotRun }: Snapshot): void {
    setText(this.heading, fill(this.strings.heading, name));
    const value = values.find(({ key }) => key === 'name');
    if (value !== undefined) this.name.show(value);
    this.undo.update({ undo, redo });
    this.run.setEnabled(cannotRun === null);
    this.runStale.setEnabled(cannotRun === null);
    setText(this.refusal, cannotRun ?? '');
  }

  private describeStale(count: number): string {
    return count === 1 ? this.strings.staleOne : fill(this.strings.staleSeveral, count);
  }

  /** Shows where the newest run stands. */
  showRun(run: RunState | null): void {
    this.ring.hidden = run?.isActive !== true;
    this.stop.element.hidden = run?.isActive !== true;
    this.status.classList.toggle('failed', run?.failed === true);
    const stale = run?.stale.length ?? 0;
    this.runStale.element.hidden = stale === 0;
    const status = [run?.status ?? '', stale === 0 ? '' : this.describeStale(stale)].filter((part) => part !== '');
    const told = status.join(' · ');
    setText(this.status, told);
    if (this.announced !== undefined && told !== '' && told !== this.announced) this.actions.announce(told);
    this.announced = told;
  }
}
