import type { Answer } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createButton } from '../common/components/button';
import { createProgressRing } from '../common/components/progressRing';
import { element, setText, uniqueId } from '../common/element';
import { fill, formatNumber } from '../common/fill';
import type { BuilderActions } from './builderActions';

/** The answer to what was sent from this page, while it arrives and after. */
export class AnswerPane {
  readonly element: HTMLElement;
  private readonly status = element('span', { class: 'answer-status' });
  private readonly ring = createProgressRing();
  private readonly shortened: HTMLElement;
  private readonly text = element('div', { class: 'answer-text' });
  private readonly scroll: HTMLElement;
  private readonly stop;
  private readonly open;
  private announced = '';

  constructor(
    private readonly strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
  ) {
    const heading = uniqueId('answer');
    this.stop = createButton({
      label: strings.stop,
      icon: 'debug-stop',
      onClick: () => {
        actions.stop();
      },
    });
    this.open = createButton({
      label: strings.openAnswer,
      icon: 'go-to-file',
      appearance: 'secondary',
      onClick: () => {
        actions.openAnswer();
      },
    });
    this.shortened = element('div', { class: 'hint', text: strings.shortened });
    this.scroll = element(
      'div',
      { class: 'answer-scroll', attributes: { role: 'group', tabindex: '0', 'aria-labelledby': heading } },
      this.shortened,
      this.text,
    );
    const buttons = element('div', { class: 'buttons' }, this.stop.element, this.open.element);
    this.element = element(
      'section',
      { class: 'answer', attributes: { 'aria-labelledby': heading } },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { text: strings.answer, attributes: { id: heading } }),
        this.ring,
        this.status,
        buttons,
      ),
      this.scroll,
    );
    this.element.hidden = true;
  }

  /** Shows the answer as far as it is there; who reads the end of it stays at the end. */
  update(answer: Answer): void {
    const { scroll } = this;
    const isOver = answer.state === 'ended';
    const isAtEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 24;
    this.element.hidden = false;
    this.element.classList.toggle('failed', answer.failed);
    const size = fill(this.strings.characters, formatNumber(answer.length));
    setText(this.status, answer.length > 0 ? `${answer.status} · ${size}` : answer.status);
    this.ring.hidden = isOver;
    this.stop.element.hidden = isOver;
    this.open.element.hidden = answer.responseId === null;
    this.shortened.hidden = answer.length === answer.text.length;
    this.scroll.hidden = answer.length === 0;
    setText(this.text, answer.text);
    if (isAtEnd) scroll.scrollTop = scroll.scrollHeight;
    // The text itself would be spoken over and over while it grows.
    if (answer.status !== this.announced) {
      this.announced = answer.status;
      this.actions.announce(`${this.strings.answer}: ${answer.status}`);
    }
  }
}
