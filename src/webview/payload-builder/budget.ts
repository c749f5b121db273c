import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { element, setText } from '../common/element';
import { fill, formatNumber } from '../common/fill';

/** What the size of a prompt is held against. */
export interface BudgetState {
  /** An estimate. */
  readonly tokens: number;
  readonly calibrated: boolean;
  readonly responseLength: number;
  /** Null while it is not known. */
  readonly contextSize: number | null;
}

/** How much of the server's context the prompt and the response take, with a warning when it is too much. */
export class Budget {
  readonly element: HTMLElement;
  private readonly sentence = element('span', { class: 'budget-sentence' });
  private readonly how = element('span', { class: 'budget-how' });
  private readonly prompt = element('span', { class: 'bar-prompt' });
  private readonly response = element('span', { class: 'bar-response' });
  private readonly bar = element(
    'div',
    { class: 'bar', attributes: { 'aria-hidden': 'true' } },
    this.prompt,
    this.response,
  );
  private readonly warning = element('p', { class: 'budget-warning', attributes: { role: 'alert' } });

  constructor(private readonly strings: PayloadBuilderStrings) {
    const line = element('div', { class: 'budget-line' }, this.sentence, this.how);
    this.element = element('div', { class: 'budget' }, line, this.bar, this.warning);
  }

  /** Shows the sizes. */
  update({ tokens, calibrated, responseLength, contextSize }: BudgetState): void {
    const { strings } = this;
    const sizes = [formatNumber(tokens), formatNumber(responseLength)];
    setText(
      this.sentence,
      contextSize === null
        ? fill(strings.budgetUnknown, ...sizes)
        : fill(strings.budget, ...sizes, formatNumber(contextSize)),
    );
    setText(this.how, calibrated ? strings.calibrated : strings.estimated);
    const excess = contextSize === null ? 0 : tokens + responseLength - contextSize;
    this.bar.hidden = contextSize === null;
    const whole = Math.max(contextSize ?? 1, tokens + responseLength);
    this.prompt.style.width = `${String((100 * tokens) / whole)}%`;
    this.response.style.width = `${String((100 * responseLength) / whole)}%`;
    this.element.classList.toggle('exceeded', excess > 0);
    setText(this.warning, excess > 0 ? fill(strings.budgetExceeded, formatNumber(excess)) : '');
  }
}
