import { createIcon } from './components/icon';
import { createIconButton } from './components/iconButton';
import { element } from './element';

/** A sentence above the page about what could not be done, until the next thing is done or it is dismissed. */
export class MessageBar {
  readonly element: HTMLElement;
  private readonly sentence = element('span', { class: 'message-sentence' });

  constructor(dismiss: string) {
    const close = createIconButton('close', dismiss, () => {
      this.clear();
    });
    const content = element('div', { class: 'message' }, createIcon('error'), this.sentence, close.element);
    this.element = element('div', { class: 'message-bar', attributes: { role: 'alert' } }, content);
    this.element.hidden = true;
  }

  /** Shows a sentence. */
  show(sentence: string): void {
    this.element.hidden = false;
    this.sentence.textContent = sentence;
  }

  /** Takes it away. */
  clear(): void {
    this.element.hidden = true;
    this.sentence.textContent = '';
  }
}
