import type { FieldDefinition } from '../../shared/protocol/form';
import type { Opened, RunState, Snapshot, WorkflowPageData } from '../../shared/protocol/workflowBuilder';
import type { WorkflowBuilderStrings } from '../../shared/protocol/workflowBuilderStrings';
import { element } from '../common/element';
import { fill } from '../common/fill';
import { keepScroll } from '../common/keepScroll';
import type { MessageBar } from '../common/messageBar';
import { createSetting, type SettingView } from '../common/settingView';
import type { BuilderActions } from './builderActions';
import type { BuilderState } from './keptState';
import { StepForm } from './stepForm';
import { StepList } from './stepList';
import { WorkflowHeader } from './workflowHeader';

/** The whole page: the steps on one side, the settings of one of them on the other; one above the other when narrow. */
export class BuilderPage {
  readonly element: HTMLElement;
  private snapshot: Snapshot | null = null;
  private run: RunState | null = null;
  private readonly header: WorkflowHeader;
  private readonly list: StepList;
  private readonly form: StepForm;
  private readonly description: SettingView | undefined;

  private readonly strings: WorkflowBuilderStrings;

  constructor(
    { snapshot, run }: Opened,
    { strings, fields, stepFields }: WorkflowPageData,
    private readonly actions: BuilderActions,
    private readonly state: BuilderState,
    messages: MessageBar,
  ) {
    this.strings = strings;
    const settings = new Map(fields.map((field) => [field.key, this.setting(field)]));
    const name = settings.get('name');
    if (name === undefined) throw new Error('The host has sent no field for the name.');
    this.description = settings.get('description');
    this.header = new WorkflowHeader(name, strings, actions);
    this.form = new StepForm(stepFields, strings, actions, state);
    this.list = new StepList(strings, actions, {
      selected: (stepId) => {
        if (stepId !== state.current.stepId) state.keep({ stepId });
        this.showStep();
      },
      rename: () => {
        this.form.focusName();
      },
    });
    const about = element('section', { class: 'about', attributes: { 'aria-label': strings.about } });
    if (this.description !== undefined) about.append(this.description.element);
    const edit = element('div', { class: 'edit' }, this.list.element, about);
    const read = element('div', { class: 'read' }, this.form.element);
    this.element = element(
      'div',
      { class: 'page' },
      messages.element,
      this.header.element,
      element('main', {}, edit, read),
    );
    const { stepId } = state.current;
    this.show(snapshot);
    this.list.select(stepId);
    this.showRun(run);
    keepScroll({ edit, read }, state.current.scroll, (scroll) => {
      state.keep({ scroll });
    });
  }

  /** Shows the workflow as it is now; null when it was deleted. */
  show(snapshot: Snapshot | null): void {
    this.snapshot = snapshot;
    if (snapshot === null) {
      const sentence = element('p', { text: this.strings.gone, attributes: { role: 'status' } });
      this.element.replaceChildren(element('main', { class: 'page-failure' }, sentence));
      return;
    }
    this.header.update(snapshot);
    this.list.update(snapshot.rows);
    const description = snapshot.values.find(({ key }) => key === 'description');
    if (description !== undefined) this.description?.show(description);
    this.showStep();
    this.showRun(this.run);
  }

  /** Shows where the newest run stands. Of a step that cannot run, only what keeps it from running is said. */
  showRun(run: RunState | null): void {
    this.run = run;
    const marked = new Set(this.snapshot?.rows.filter(({ marks }) => marks.length > 0).map(({ stepId }) => stepId));
    const shown = run && { ...run, stale: run.stale.filter(({ stepId }) => !marked.has(stepId)) };
    this.header.showRun(shown);
    this.list.showRun(shown);
  }

  /** Whether the workflow can be run now. */
  get canRun(): boolean {
    return this.snapshot?.cannotRun === null;
  }

  /** Whether there is a stale step that can be run. */
  get canRunStale(): boolean {
    return this.canRun && (this.run?.stale.length ?? 0) > 0;
  }

  private showStep(): void {
    const rows = this.snapshot?.rows ?? [];
    const index = rows.findIndex(({ stepId }) => stepId === this.state.current.stepId);
    this.form.update(rows[index], index + 1);
  }

  private setting(field: FieldDefinition): SettingView {
    const { actions, state, strings } = this;
    const { key, label } = field;
    return createSetting(
      { ...field, detail: key === 'name' ? '' : field.detail },
      {
        resetLabel: fill(strings.reset, label),
        check: (typed) => actions.check(null, key, typed),
        store: (typed) => {
          actions.edit({ kind: 'setting', key, typed });
        },
        draft: state.current.typed[key],
        keepDraft: (typed) => {
          state.keepTyped(key, typed);
        },
      },
    );
  }
}
