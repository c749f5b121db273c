import type { FieldDefinition, FieldValue } from '../../shared/protocol/form';
import { createDropdown, type Dropdown } from './components/dropdown';
import { createTextField, type TextField } from './components/textField';

/** One setting on a page. */
export interface SettingView {
  readonly element: HTMLElement;
  show(value: FieldValue): void;
  /** Shows a sentence beside it; empty for none. */
  setNote(note: string): void;
  /** Offers values to choose from while typing; a choice has its own. */
  suggest(values: readonly string[]): void;
}

/** What a setting does with what is typed or chosen. */
export interface SettingActions {
  readonly resetLabel: string;
  /** A sentence about typed text; undefined when it may be stored. */
  check(typed: string): Promise<string | undefined>;
  store(typed: string): void;
  /** What was typed but not committed when the page was last shown. */
  readonly draft: string | undefined;
  /** Keeps what is typed; undefined when it is committed. */
  keepDraft(typed: string | undefined): void;
}

/** Makes the view of one setting, which is checked while it is typed and stored when it is committed. */
export function createSetting(field: FieldDefinition, actions: SettingActions): SettingView {
  const { label, detail, initial } = field;
  const frame = {
    label,
    detail,
    resetLabel: actions.resetLabel,
    onReset: () => {
      if (initial !== null) actions.store(initial);
    },
  };
  if (field.kind !== 'choice') return textSetting(field, frame, actions);
  const dropdown: Dropdown = createDropdown({
    ...frame,
    options: field.options,
    onChosen: (typed) => {
      actions.store(typed);
    },
  });
  return {
    element: dropdown.element,
    show: ({ typed }) => {
      dropdown.setValue(typed);
      dropdown.setChanged(initial !== null && typed !== initial);
    },
    setNote: (note) => {
      dropdown.setNote(note);
    },
    suggest: () => undefined,
  };
}

function textSetting(
  { kind, initial }: FieldDefinition,
  frame: Pick<Parameters<typeof createTextField>[0], 'label' | 'detail' | 'resetLabel' | 'onReset'>,
  actions: SettingActions,
): SettingView {
  let asked = 0;
  const check = async (typed: string): Promise<string | undefined> => {
    const turn = ++asked;
    const problem = await actions.check(typed);
    if (turn === asked) input.setProblem(problem);
    return problem;
  };
  const input: TextField = createTextField({
    ...frame,
    lines: kind === 'area' ? 4 : 1,
    onTyped: (typed) => {
      actions.keepDraft(input.isDirty ? typed : undefined);
      void check(typed); // a failure of the host is shown by the page
    },
    onCommit: (typed) => {
      void (async () => {
        if ((await check(typed)) !== undefined) {
          input.restore(typed); // it stays, with the sentence that says what is wrong
          return;
        }
        actions.keepDraft(undefined);
        actions.store(typed);
      })();
    },
  });
  const { draft } = actions;
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
    setNote: (note) => {
      input.setNote(note);
    },
    suggest: (values) => {
      input.suggest(values);
    },
  };
}
