import type { FieldDefinition } from '../../shared/protocol/form';
import type { Snapshot } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createButton } from '../common/components/button';
import { element, setText } from '../common/element';
import { fill } from '../common/fill';
import type { SettingView } from '../common/settingView';
import { UndoButtons } from '../common/undoButtons';
import type { BuilderActions } from './builderActions';
import type { BuilderState } from './keptState';
import { createPayloadSetting, NAME } from './settingsForm';

/** The payload's name, undo and redo, and the button that sends it. */
export class PageHeader {
  readonly element: HTMLElement;
  private readonly heading = element('h1', { class: 'visually-hidden' });
  private readonly name: SettingView | undefined;
  private readonly undo;
  private readonly send;

  constructor(
    fields: readonly FieldDefinition[],
    private readonly strings: PayloadBuilderStrings,
    actions: BuilderActions,
    state: BuilderState,
  ) {
    this.undo = new UndoButtons(strings, actions);
    this.send = createButton({
      label: strings.send,
      icon: 'send',
      title: strings.sendTitle,
      onClick: () => {
        actions.send();
      },
    });
    const field = fields.find(({ key }) => key === NAME);
    this.name = field && createPayloadSetting({ ...field, detail: '' }, strings, actions, state);
    this.element = element(
      'header',
      { class: 'page-header' },
      this.heading,
      ...(this.name === undefined ? [] : [this.name.element]),
      element('div', { class: 'buttons' }, ...this.undo.elements, this.send.element),
    );
  }

  /** Shows the payload's name and what can be taken back. */
  update({ name, values, undo, redo, canSend }: Snapshot): void {
    setText(this.heading, fill(this.strings.heading, name));
    const value = values.find(({ key }) => key === NAME);
    if (value !== undefined) this.name?.show(value);
    this.undo.update({ undo, redo });
    this.send.setEnabled(canSend);
  }
}
