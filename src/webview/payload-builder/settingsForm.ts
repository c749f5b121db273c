import type { FieldDefinition, FieldValue, ServerState } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createDropdown, type Dropdown } from '../common/components/dropdown';
import { createTextField, type TextField } from '../common/components/textField';
import { element, uniqueId } from '../common/element';
import { fill } from '../common/fill';
import type { BuilderActions } from './builderActions';
import type { StateKeeper } from './keptState';
import { ServerLine } from './serverLine';

/** The settings that are always in sight; the others stand below "More settings". */
const MAIN: readonly string[] = ['temperature', 'responseLength', 'port', 'host', 'modelFormat', 'flow'];
/** Shown in the head of the page. */
export const NAME = 'name';

/** One setting on the page. */
export interface SettingView {
  readonly element: HTMLElement;
  show(value: FieldValue): void;
}

/** The payload's settings, each checked while it is typed and stored when it is committed. */
export class SettingsForm {
  readonly element: HTMLElement;
  private readonly views = new Map<string, SettingView>();
  private readonly server: ServerLine;

  constructor(
    fields: readonly FieldDefinition[],
    strings: PayloadBuilderStrings,
    actions: BuilderActions,
    state: StateKeeper,
  ) {
    this.server = new ServerLine(strings, actions);
    const shown = fields.filter(({ key }) => key !== NAME);
    for (const field of shown) this.views.set(field.key, createSetting(field, strings, actions, state));
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

/** Makes the view of one setting. */
export function createSetting(
  field: FieldDefinition,
  strings: PayloadBuilderStrings,
  actions: BuilderActions,
  state: StateKeeper,
): SettingView {
  const { key, label, detail, initial } = field;
  const frame = {
    label,
    detail,
    resetLabel: fill(strings.reset, label),
    onReset: () => {
      if (initial !== null) actions.edit({ kind: 'setting', key, typed: initial });
    },
  };
  if (field.kind === 'choice') {
    const dropdown: Dropdown = createDropdown({
      ...frame,
      options: field.options,
      onChosen: (typed) => {
        actions.edit({ kind: 'setting', key, typed });
      },
    });
    return {
      element: dropdown.element,
      show: ({ typed }) => {
        dropdown.setValue(typed);
        dropdown.setChanged(initial !== null && typed !== initial);
      },
    };
  }
  return textSetting(field, frame, actions, state);
}

function textSetting(
  { key, initial }: FieldDefinition,
  frame: Pick<Parameters<typeof createTextField>[0], 'label' | 'detail' | 'resetLabel' | 'onReset'>,
  actions: BuilderActions,
  state: StateKeeper,
): SettingView {
  let asked = 0;
  const check = async (typed: string): Promise<string | undefined> => {
    const turn = ++asked;
    const problem = await actions.check(key, typed);
    if (turn === asked) input.setProblem(problem);
    return problem;
  };
  const input: TextField = createTextField({
    ...frame,
    onTyped: (typed) => {
      state.keepTyped(key, input.isDirty ? typed : undefined);
      void check(typed); // a failure of the host is shown by the page
    },
    onCommit: (typed) => {
      void (async () => {
        if ((await check(typed)) !== undefined) {
          input.restore(typed); // it stays, with the sentence that says what is wrong
          return;
        }
        state.keepTyped(key, undefined);
        actions.edit({ kind: 'setting', key, typed });
      })();
    },
  });
  const draft = state.current.typed[key];
  let isFirst = true;
  return {
    element: input.element,
    show: ({ typed, placeholder }) => {
      input.setValue(typed, placeholder);
      input.setChanged(initial !== null && typed !== initial);
      if (isFirst && draft !== undefined && draft !== typed) {
        input.restore(draft);
        void check(draft); // as above
      }
      isFirst = false;
    },
  };
}
