import type { FieldDefinition, Snapshot } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createButton } from '../common/components/button';
import { createIconButton } from '../common/components/iconButton';
import { element, setText } from '../common/element';
import { fill } from '../common/fill';
import type { BuilderActions } from './builderActions';
import type { StateKeeper } from './keptState';
import { createSetting, NAME, type SettingView } from './settingsForm';

/** The payload's name, undo and redo, and the button that sends it. */
export class PageHeader {
  readonly element: HTMLElement;
  private readonly heading = element('h1', { class: 'visually-hidden' });
  private readonly name: SettingView | undefined;
  private readonly undo;
  private readonly redo;
  private readonly send;

  constructor(
    fields: readonly FieldDefinition[],
    private readonly strings: PayloadBuilderStrings,
    actions: BuilderActions,
    state: StateKeeper,
  ) {
    const field = fields.find(({ key }) => key === NAME);
    this.name = field && createSetting({ ...field, detail: '' }, strings, actions, state);
    this.undo = createIconButton('discard', strings.undoNothing, () => {
      actions.undo();
    });
    this.redo = createIconButton('redo', strings.redoNothing, () => {
      actions.redo();
    });
    this.send = createButton({
      label: strings.send,
      icon: 'send',
      title: strings.sendTitle,
      onClick: () => {
        actions.send();
      },
    });
    this.element = element(
      'header',
      { class: 'page-header' },
      this.heading,
      ...(this.name === undefined ? [] : [this.name.element]),
      element('div', { class: 'buttons' }, this.undo.element, this.redo.element, this.send.element),
    );
  }

  /** Shows the payload's name and what can be taken back. */
  update({ name, values, undo, redo, canSend }: Snapshot): void {
    const { strings } = this;
    setText(this.heading, fill(strings.heading, name));
    const value = values.find(({ key }) => key === NAME);
    if (value !== undefined) this.name?.show(value);
    this.undo.setLabel(undo === null ? strings.undoNothing : fill(strings.undo, undo));
    this.undo.setEnabled(undo !== null);
    this.redo.setLabel(redo === null ? strings.redoNothing : fill(strings.redo, redo));
    this.redo.setEnabled(redo !== null);
    this.send.setEnabled(canSend);
  }
}
