import { ReceivedList } from '../../shared/protocol/listDelta';
import type { Answer, BlockRow, Opened, PayloadPageData, Snapshot } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { afterPaint } from '../common/afterPaint';
import { element } from '../common/element';
import { keepScroll } from '../common/keepScroll';
import type { MessageBar } from '../common/messageBar';
import { AnswerPane } from './answerPane';
import { BlockList } from './blockList';
import type { BuilderActions } from './builderActions';
import type { BuilderState } from './keptState';
import { NewBlockForm } from './newBlockForm';
import { PageHeader } from './pageHeader';
import { PreviewPane } from './previewPane';
import { SettingsForm } from './settingsForm';

/**
 * The whole page: blocks and settings on one side, what will be sent on the other; one above the other when narrow. It is
 * made while the host still gets together what it shows, and not to be seen until then.
 */
export class BuilderPage {
  readonly element: HTMLElement;
  private readonly edit: HTMLElement;
  private readonly header: PageHeader;
  private readonly blocks: BlockList;
  private readonly settings: SettingsForm;
  private readonly preview: PreviewPane;
  private readonly answer: AnswerPane;
  private readonly rows = new ReceivedList<BlockRow>(({ placeId }) => placeId);

  private readonly strings: PayloadBuilderStrings;

  constructor(
    { strings, fields }: PayloadPageData,
    private readonly actions: BuilderActions,
    private readonly state: BuilderState,
    private readonly messages: MessageBar,
  ) {
    this.strings = strings;
    this.header = new PageHeader(fields, strings, actions, state);
    this.blocks = new BlockList(strings, actions, new NewBlockForm(strings, actions, state));
    this.settings = new SettingsForm(fields, strings, actions, state);
    this.preview = new PreviewPane(strings, actions);
    this.answer = new AnswerPane(strings, actions);
    this.edit = element('div', { class: 'edit' }, this.blocks.element, this.settings.element);
    const read = element('div', { class: 'read' }, this.preview.element, this.answer.element);
    this.element = element(
      'div',
      { class: 'page opening' },
      messages.element,
      this.header.element,
      element('main', {}, this.edit, read),
    );
  }

  /** Shows what the host has sent first. */
  begin({ snapshot, answer }: Opened): void {
    const { state } = this;
    if (answer !== null) this.answer.update(answer);
    this.show(snapshot);
    keepScroll({ edit: this.edit, preview: this.preview.text }, state.current.scroll, (scroll) => {
      state.keep({ scroll });
    });
    this.element.classList.remove('opening');
    if (snapshot?.isWhole === false) {
      afterPaint(() => {
        this.actions.rest();
      });
    }
  }

  /** Shows the payload as it is now; null when it was deleted. */
  show(snapshot: Snapshot | null): void {
    if (snapshot === null) {
      this.element.replaceChildren(
        element(
          'main',
          { class: 'page-failure' },
          element('p', { text: this.strings.gone, attributes: { role: 'status' } }),
        ),
      );
      return;
    }
    this.header.update(snapshot);
    this.blocks.update(this.rows.receive(snapshot.rows), snapshot.rowCount);
    this.settings.update(snapshot.values, snapshot.server);
    this.preview.update(snapshot);
    const { runId } = snapshot.responses;
    if (runId !== this.state.current.runId) this.state.keep({ runId });
  }

  /** Shows how far the answer is. */
  showAnswer(answer: Answer): void {
    this.messages.clear();
    this.answer.update(answer);
  }
}
