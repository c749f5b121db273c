import type { FieldDefinition, FieldValue } from '../../shared/protocol/form';
import type { ServerState } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { element, uniqueId } from '../common/element';
import { fill } from '../common/fill';
import { createSetting, type SettingView } from '../common/settingView';
import type { BuilderActions } from './builderActions';
import type { BuilderState } from './keptState';
import { ServerLine } from './serverLine';

/** The settings that are always in sight; the others stand below "More settings". */
const MAIN: readonly string[] = ['temperature', 'responseLength', 'port', 'host', 'modelFormat', 'flow'];
/** Shown in the head of the page. */
export const NAME = 'name';

/** The payload's settings, each checked while it is typed and stored when it is committed. */
export class SettingsForm {
  readonly element: HTMLElement;
  private readonly views = new Map<string, SettingView>();
  private readonly server: ServerLine;

  constructor(
    fields: readonly FieldDefinition[],
    strings: PayloadBuilderStrings,
    actions: BuilderActions,
    state: BuilderState,
  ) {
    this.server = new ServerLine(strings, actions);
    const shown = fields.filter(({ key }) => key !== NAME);
    for (const field of shown) this.views.set(field.key, createPayloadSetting(field, strings, actions, state));
    const elements = (isMain: boolean): readonly HTMLElement[] =>
      shown.filter(({ key }) => MAIN.includes(key) === isMain).flatMap(({ key }) => this.views.get(key)?.element ?? []);
    const heading = uniqueId('settings');
    const more = element(
      'details',
      { class: 'more' },
      element('summary', { text: strings.moreSettings }),
      element('div', { class: 'fields' }, ...elements(false)),
    );
    more.open = state.current.moreSettings;
    more.addEventListener('toggle', () => {
      state.keep({ moreSettings: more.open });
    });
    this.element = element(
      'section',
      { class: 'settings', attributes: { 'aria-labelledby': heading } },
      element('div', { class: 'section-head' }, element('h2', { text: strings.settings, attributes: { id: heading } })),
      this.server.element,
      element('div', { class: 'fields' }, ...elements(true)),
      more,
    );
  }

  /** Shows these values; what is being typed stays. */
  update(values: readonly FieldValue[], server: ServerState): void {
    for (const value of values) this.views.get(value.key)?.show(value);
    this.server.update(server);
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
