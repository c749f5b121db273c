import type { Remark } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createIcon } from '../common/components/icon';
import { createTextButton } from '../common/components/textButton';
import { element } from '../common/element';
import type { BuilderActions } from './builderActions';

/** More would hide the prompt; the first ones are the worst. */
const MOST = 20;

/** What is probably not meant about the prompt, each with a remedy. */
export class RemarkList {
  readonly element: HTMLElement;
  private shown = '';

  constructor(
    private readonly strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
  ) {
    this.element = element('ul', { class: 'remarks', attributes: { 'aria-label': strings.remarks } });
  }

  /** Shows these. */
  update(remarks: readonly Remark[]): void {
    const wanted = JSON.stringify(remarks);
    if (wanted === this.shown) return; // a button that has the focus keeps it
    this.shown = wanted;
    this.element.hidden = remarks.length === 0;
    this.element.replaceChildren(...remarks.slice(0, MOST).map((remark) => this.item(remark)));
  }

  private item({ severity, sentence, fix, fixLabel }: Remark): HTMLElement {
    const { severityError, severityWarning, severityInfo } = this.strings;
    const name = { error: severityError, warning: severityWarning, info: severityInfo }[severity];
    const item = element(
      'li',
      { class: `remark remark-${severity}` },
      createIcon(severity),
      element('span', { class: 'visually-hidden', text: `${name}: ` }),
      element('span', { class: 'remark-sentence', text: sentence }),
    );
    item.append(
      createTextButton(fixLabel, () => {
        this.actions.fix(fix);
      }),
    );
    return item;
  }
}
