import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createButton } from '../common/components/button';
import { createTextArea, type TextArea } from '../common/components/textArea';
import { createTextField, type TextField } from '../common/components/textField';
import { element } from '../common/element';
import type { BuilderActions } from './builderActions';
import type { BuilderState } from './keptState';

/** Writes a new block in place: it joins the library and the end of the list. What is written survives a hidden page. */
export class NewBlockForm {
  readonly element: HTMLFormElement;
  private readonly title: TextField;
  private readonly content: TextArea;

  constructor(
    strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
    private readonly state: BuilderState,
  ) {
    const keep = (): void => {
      state.keep({ draft: { title: this.title.value, content: this.content.value } });
    };
    this.title = createTextField({
      label: strings.newBlockTitle,
      detail: '',
      resetLabel: '',
      onReset: () => undefined,
      onTyped: keep,
      onCommit: () => undefined,
    });
    this.content = createTextArea(strings.newBlockText, 6, keep);
    const create = createButton({
      label: strings.create,
      onClick: () => {
        void this.create();
      },
    });
    const cancel = createButton({
      label: strings.cancel,
      appearance: 'secondary',
      onClick: () => {
        this.close();
      },
    });
    this.element = element(
      'form',
      { class: 'new-block', attributes: { 'aria-label': strings.newBlock } },
      this.title.element,
      this.content.element,
      element('div', { class: 'buttons' }, create.element, cancel.element),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.create(); // it reports its own failure
    });
    const { draft } = state.current;
    this.element.hidden = draft === null;
    if (draft !== null) {
      this.title.restore(draft.title);
      this.content.value = draft.content;
    }
  }

  /** Shows the form, with what was written before. */
  open(): void {
    this.element.hidden = false;
    this.state.keep({ draft: { title: this.title.value, content: this.content.value } });
    this.element.scrollIntoView({ block: 'nearest' });
    this.title.focus();
  }

  private close(): void {
    this.element.hidden = true;
    this.title.setValue('');
    this.title.restore('');
    this.content.value = '';
    this.state.keep({ draft: null });
  }

  private async create(): Promise<void> {
    const edit = { kind: 'newBlock', title: this.title.value, content: this.content.value } as const;
    if (await this.actions.tryEdit(edit)) this.close();
  }
}
