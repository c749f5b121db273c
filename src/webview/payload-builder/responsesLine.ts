import type { ShownResponses } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createTextButton } from '../common/components/textButton';
import { element, setText } from '../common/element';
import { fill } from '../common/fill';
import type { BuilderActions } from './builderActions';

/** One line that says what stands in the preview in place of responses, with the ways to something else. */
export class ResponsesLine {
  readonly element: HTMLElement;
  private readonly sentence = element('span', { attributes: { 'aria-live': 'polite' } });
  private readonly forget: HTMLButtonElement;

  constructor(
    private readonly strings: PayloadBuilderStrings,
    actions: Pick<BuilderActions, 'chooseRun' | 'forgetRun'>,
  ) {
    const choose = createTextButton(strings.fillFromRun, () => {
      actions.chooseRun();
    });
    this.forget = createTextButton(strings.showPlaceholders, () => {
      actions.forgetRun();
    });
    this.element = element('div', { class: 'responses-line' }, this.sentence, choose, this.forget);
  }

  /** Shows what stands there. */
  update({ used, runId, run }: ShownResponses): void {
    this.element.hidden = !used;
    setText(this.sentence, runId === null ? this.strings.placeholders : fill(this.strings.filledFrom, run));
    this.forget.hidden = runId === null;
  }
}
