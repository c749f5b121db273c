import type { FieldDefinition } from '../../shared/protocol/form';
import type { StepRow } from '../../shared/protocol/workflowBuilder';
import type { WorkflowBuilderStrings } from '../../shared/protocol/workflowBuilderStrings';
import { createButton } from '../common/components/button';
import { element, setText, uniqueId } from '../common/element';
import { fill } from '../common/fill';
import { createSetting, type SettingView } from '../common/settingView';
import type { BuilderActions } from './builderActions';
import type { BuilderState } from './keptState';

/** The settings that stand below "Time limits". */
const LIMITS: readonly string[] = ['connect', 'firstByte', 'silence'];
/** The setting that has a use only where a failure is answered by a text. */
const DEFAULT_TEXT = 'defaultText';

interface Form {
  readonly stepId: number;
  readonly views: ReadonlyMap<string, SettingView>;
}

/** The settings of one step, each checked while it is typed and stored when it is committed. */
export class StepForm {
  readonly element: HTMLElement;
  private row: StepRow | undefined;
  private form: Form | undefined;
  private readonly heading: HTMLElement;
  private readonly payload = element('span', { class: 'payload-name' });
  private readonly endpoint = element('span', { class: 'payload-endpoint' });
  private readonly nothing: HTMLElement;
  private readonly content = element('div', { class: 'step-fields' });
  private readonly body: HTMLElement;

  constructor(
    private readonly fields: readonly FieldDefinition[],
    private readonly strings: WorkflowBuilderStrings,
    private readonly actions: BuilderActions,
    private readonly state: BuilderState,
  ) {
    const heading = uniqueId('step');
    this.heading = element('h2', { attributes: { id: heading } });
    this.nothing = element('p', { class: 'empty', text: strings.noStep });
    const change = createButton({
      label: strings.changePayload,
      appearance: 'secondary',
      onClick: () => {
        if (this.row !== undefined) actions.pickPayload(this.row.stepId);
      },
    });
    const open = createButton({
      label: strings.openShort,
      icon: 'go-to-file',
      appearance: 'secondary',
      onClick: () => {
        if (this.row !== undefined) actions.openPayload(this.row.payloadId);
      },
    });
    const payload = element(
      'div',
      { class: 'payload', attributes: { role: 'group', 'aria-label': strings.payload } },
      element('div', { class: 'payload-text' }, this.payload, this.endpoint),
      element('div', { class: 'buttons' }, change.element, open.element),
    );
    this.body = element('div', {}, payload, this.content);
    this.element = element(
      'section',
      { class: 'step-form', attributes: { 'aria-labelledby': heading } },
      element('div', { class: 'section-head' }, this.heading),
      this.nothing,
      this.body,
    );
  }

  /** Shows the settings of a step; undefined where there is none. `number` is from 1. */
  update(row: StepRow | undefined, number: number): void {
    this.row = row;
    this.nothing.hidden = row !== undefined;
    this.body.hidden = row === undefined;
    this.heading.hidden = row === undefined;
    if (row === undefined) return;
    setText(this.heading, fill(this.strings.stepSettings, number, row.name));
    setText(this.payload, row.payloadName);
    setText(this.endpoint, row.endpoint);
    if (this.form?.stepId !== row.stepId) this.form = this.makeForm(row.stepId);
    for (const value of row.values) this.form.views.get(value.key)?.show(value);
    const defaultText = this.form.views.get(DEFAULT_TEXT);
    if (defaultText !== undefined) defaultText.element.hidden = !row.usesDefaultText;
  }

  /** Puts the focus on the name. */
  focusName(): void {
    this.content.querySelector<HTMLElement>('vscode-text-field')?.focus();
  }

  private makeForm(stepId: number): Form {
    const { strings, state } = this;
    const views = new Map(this.fields.map((field) => [field.key, this.setting(field, stepId)]));
    const elements = (isShown: (key: string) => boolean): readonly HTMLElement[] =>
      [...views].filter(([key]) => isShown(key)).map(([, view]) => view.element);
    const more = element(
      'details',
      { class: 'more' },
      element('summary', { text: strings.moreSettings }),
      element('div', { class: 'fields' }, ...elements((key) => LIMITS.includes(key))),
    );
    more.open = state.current.moreSettings;
    more.addEventListener('toggle', () => {
      state.keep({ moreSettings: more.open });
    });
    this.content.replaceChildren(
      element('div', { class: 'fields' }, ...elements((key) => !LIMITS.includes(key))),
      more,
    );
    return { stepId, views };
  }

  private setting(field: FieldDefinition, stepId: number): SettingView {
    const { actions, state, strings } = this;
    const { key, label } = field;
    const draftKey = `step ${String(stepId)} ${key}`;
    return createSetting(field, {
      resetLabel: fill(strings.reset, label),
      check: (typed) => actions.check(stepId, key, typed),
      store: (typed) => {
        actions.edit({ kind: 'stepSetting', stepId, key, typed });
      },
      draft: state.current.typed[draftKey],
      keepDraft: (typed) => {
        state.keepTyped(draftKey, typed);
      },
    });
  }
}
