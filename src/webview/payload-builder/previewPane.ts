import type { FreshPieces, PieceSource, Preview, PreviewBox, Snapshot } from '../../shared/protocol/payloadBuilder';
import { ReceivedList } from '../../shared/protocol/listDelta';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { afterPaint } from '../common/afterPaint';
import { arrange } from '../common/arrange';
import { arrangeInGroups } from '../common/arrangeInGroups';
import { createIconButton } from '../common/components/iconButton';
import { element, setText, uniqueId } from '../common/element';
import { fill } from '../common/fill';
import { KeyedViews } from '../common/keyedViews';
import { Budget } from './budget';
import type { BuilderActions } from './builderActions';
import { PreviewBoxView, reserveRoom } from './previewBox';
import { RemarkList } from './remarkList';
import { ResponsesLine } from './responsesLine';

const LEGEND: readonly Exclude<PieceSource, 'block'>[] = ['reference', 'response', 'variable', 'extension', 'format'];

/** Exactly what will be sent, with its origins, its size and what may be wrong with it. */
export class PreviewPane {
  readonly element: HTMLElement;
  /** The part that scrolls. */
  readonly text: HTMLElement;
  private readonly boxes: KeyedViews<number, PreviewBox, PreviewBoxView>;
  private readonly received = new ReceivedList<PreviewBox>(({ key }) => key);
  private order: readonly number[] = [];
  private isAsking = false;
  private readonly form = element('span', { class: 'form' });
  private readonly stops = element('div', { class: 'stops' });
  private readonly legend: HTMLElement;
  private readonly legendItems: ReadonlyMap<PieceSource, HTMLElement>;
  private readonly empty: HTMLElement;
  private readonly content = element('div', { class: 'prompt' });
  private readonly budget: Budget;
  private readonly remarks: RemarkList;
  private readonly responses: ResponsesLine;

  constructor(
    private readonly strings: PayloadBuilderStrings,
    private readonly actions: BuilderActions,
  ) {
    this.budget = new Budget(strings);
    this.remarks = new RemarkList(strings, actions);
    this.responses = new ResponsesLine(strings, actions);
    const heading = uniqueId('preview');
    const names: Readonly<Record<(typeof LEGEND)[number], string>> = {
      reference: strings.sourceReference,
      response: strings.sourceResponse,
      variable: strings.sourceVariable,
      extension: strings.sourceExtension,
      format: strings.sourceFormat,
    };
    this.legendItems = new Map(
      LEGEND.map((source) => [
        source,
        element('li', {}, element('span', { class: `piece piece-${source}`, text: names[source] })),
      ]),
    );
    this.legend = element('ul', { class: 'legend', attributes: { 'aria-label': strings.legend } });
    this.empty = element('p', { class: 'empty', text: strings.emptyPreview });
    const copy = createIconButton('copy', strings.copy, () => {
      actions.copy();
    });
    this.text = element(
      'div',
      { class: 'prompt-scroll', attributes: { role: 'group', tabindex: '0', 'aria-labelledby': heading } },
      this.empty,
      this.content,
    );
    this.element = element(
      'section',
      { class: 'preview', attributes: { 'aria-labelledby': heading } },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { text: strings.preview, attributes: { id: heading } }),
        this.form,
        element('div', { class: 'buttons' }, copy.element),
      ),
      this.budget.element,
      this.remarks.element,
      this.responses.element,
      this.text,
      element('div', { class: 'preview-foot' }, this.legend, this.stops),
    );
    this.boxes = new KeyedViews(
      this.content,
      ({ key }) => key,
      (box) => new PreviewBoxView(box),
      undefined,
      (content, wanted) => {
        arrangeInGroups(content, wanted, () => element('div', { class: 'box-group' }));
        for (const group of content.children) reserveRoom(group as HTMLElement);
      },
    );
    this.content.addEventListener('click', (event) => {
      const hasSelection = (getSelection()?.toString() ?? '') !== '';
      if (!hasSelection) this.openAt(event.target);
    });
    this.content.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.openAt(event.target);
    });
  }

  /** Shows what will be sent. */
  update({ preview, remarks, responses, server, responseLength }: Snapshot): void {
    this.responses.update(responses);
    this.showBoxes(preview);
    setText(this.form, preview.form === 'text' ? this.strings.asText : this.strings.asMessages);
    const stops = preview.stop.map((stop) => JSON.stringify(stop)).join(' ');
    setText(this.stops, preview.stop.length === 0 ? '' : fill(this.strings.stops, stops));
    const contextSize = server.kind === 'known' ? server.contextSize : null;
    this.budget.update({ tokens: preview.tokens, calibrated: preview.calibrated, responseLength, contextSize });
    this.remarks.update(remarks);
  }

  private fill(fresh: FreshPieces): void {
    for (const [key, pieces] of fresh) this.boxes.get(key)?.fill(pieces);
    const sources = new Set(this.order.flatMap((key) => [...(this.boxes.get(key)?.sources ?? [])]));
    arrange(
      this.legend,
      LEGEND.filter((source) => sources.has(source)).flatMap((source) => this.legendItems.get(source) ?? []),
    );
  }

  private showBoxes({ boxes, fresh }: Preview): void {
    this.boxes.update(this.received.receive(boxes));
    this.order = boxes.order;
    this.fill(fresh);
    this.empty.hidden = boxes.order.length > 0;
    if (!this.isAsking && this.lacksPieces()) {
      this.isAsking = true;
      void this.askForPieces(); // a failure of the host is shown by the page
    }
  }

  /** The rest of a long prompt comes in parts, each when the one before is on screen. */
  private async askForPieces(): Promise<void> {
    while (this.lacksPieces()) {
      await new Promise<void>(afterPaint);
      const fresh = await this.actions.pieces();
      if (fresh.length === 0) break; // what is still missing was taken out in the meantime
      this.fill(fresh);
    }
    this.isAsking = false;
  }

  private lacksPieces(): boolean {
    return this.order.some((key) => this.boxes.get(key)?.isFilled === false);
  }

  private openAt(target: EventTarget | null): void {
    const piece = target instanceof Element ? target.closest<HTMLElement>('[data-block]') : null;
    if (piece !== null) this.actions.openBlock(Number(piece.dataset['block']));
  }
}
