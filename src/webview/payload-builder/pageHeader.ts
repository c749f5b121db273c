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
  private readonly buttons: HTMLElement;
  private name: SettingView | undefined;
  private readonly undo;
  private readonly send;

  constructor(
    private readonly strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
    private readonly state: BuilderState,
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
    this.buttons = element('div', { class: 'buttons' }, ...this.undo.elements, this.send.element);
    this.element = element('header', { class: 'page-header' }, this.heading, this.buttons);
  }

  /** Makes the field of the name. */
  begin(fields: readonly FieldDefinition[]): void {
    const field = fields.find(({ key }) => key === NAME);
    if (field === undefined) return;
    this.name = createPayloadSetting({ ...field, detail: '' }, this.strings, this.actions, this.state);
    this.buttons.before(this.name.element);
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
