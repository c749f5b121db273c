import type { FieldDefinition, FieldValue } from '../../shared/protocol/form';
import type { ServerState } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { element, uniqueId } from '../common/element';
import { fill } from '../common/fill';
import { createSetting, type SettingView } from '../common/settingView';
import { workWhenIdle } from '../common/whenIdle';
import type { BuilderActions } from './builderActions';
import type { BuilderState } from './keptState';
import { ServerLine } from './serverLine';

/** The settings that are always in sight; the others stand below "More settings". */
const MAIN: readonly string[] = ['temperature', 'responseLength', 'port', 'host', 'modelFormat', 'model', 'flow'];
/** Shown in the head of the page. */
export const NAME = 'name';

/** The payload's settings, each checked while it is typed and stored when it is committed. */
export class SettingsForm {
  readonly element: HTMLElement;
  private readonly views = new Map<string, SettingView>();
  private readonly shown = new Map<string, FieldValue>();
  private readonly server: ServerLine;
  private models: readonly string[] = [];
  /** The settings below "More settings", until they are made. */
  private late: readonly FieldDefinition[] = [];
  private readonly mainFields = element('div', { class: 'fields' });
  private readonly lateFields = element('div', { class: 'fields' });

  constructor(
    fields: readonly FieldDefinition[],
    private readonly strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
    private readonly state: BuilderState,
  ) {
    this.server = new ServerLine(strings, actions);
    const heading = uniqueId('settings');
    const more = element(
      'details',
      { class: 'more' },
      element('summary', { text: strings.moreSettings }),
      this.lateFields,
    );
    this.element = element(
      'section',
      { class: 'settings', attributes: { 'aria-labelledby': heading } },
      element('div', { class: 'section-head' }, element('h2', { text: strings.settings, attributes: { id: heading } })),
      this.server.element,
      this.mainFields,
      more,
    );
    // Those in sight are made at once, the others when there is time.
    this.mainFields.append(...fields.filter(({ key }) => MAIN.includes(key)).map((field) => this.make(field)));
    this.late = fields.filter(({ key }) => key !== NAME && !MAIN.includes(key));
    more.open = state.current.moreSettings;
    if (more.open) this.makeLate();
    else workWhenIdle(() => this.makeLate()); // who opens them does not wait, and the page does not wait for them
    more.addEventListener('toggle', () => {
      this.makeLate();
      state.keep({ moreSettings: more.open });
    });
  }

  /** Shows these values; what is being typed stays. */
  update(values: readonly FieldValue[], server: ServerState): void {
    for (const value of values) {
      const before = this.shown.get(value.key);
      if (before?.typed === value.typed && before.placeholder === value.placeholder) continue;
      this.shown.set(value.key, value);
      this.views.get(value.key)?.show(value);
    }
    this.server.update(server);
    const { models, modelFormat } = server.kind === 'known' ? server : { models: [], modelFormat: '' };
    this.views.get('modelFormat')?.setNote(modelFormat === '' ? '' : fill(this.strings.recognisedFormat, modelFormat));
    if (models.join('\n') !== this.models.join('\n')) {
      this.models = models;
      this.views.get('model')?.suggest(models);
    }
  }

  private makeLate(): false {
    this.lateFields.append(...this.late.map((field) => this.make(field)));
    this.late = [];
    return false;
  }

  private make(field: FieldDefinition): HTMLElement {
    const view = createPayloadSetting(field, this.strings, this.actions, this.state);
    const value = this.shown.get(field.key);
    if (value !== undefined) view.show(value);
    this.views.set(field.key, view);
    return view.element;
  }
}

/** Makes the view of one setting of the payload. */
export function createPayloadSetting(
  field: FieldDefinition,
  strings: PayloadBuilderStrings,
  actions: BuilderActions,
  state: BuilderState,
): SettingView {
  const { key, label } = field;
  return createSetting(field, {
    resetLabel: fill(strings.reset, label),
    check: (typed) => actions.check(key, typed),
    store: (typed) => {
      actions.edit({ kind: 'setting', key, typed });
    },
    draft: state.current.typed[key],
    keepDraft: (typed) => {
      state.keepTyped(key, typed);
    },
  });
}
