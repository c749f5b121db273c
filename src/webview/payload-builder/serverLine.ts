import type { ServerState } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createIconButton } from '../common/components/iconButton';
import { createProgressRing } from '../common/components/progressRing';
import { element, setText } from '../common/element';
import { fill, formatNumber } from '../common/fill';
import type { BuilderActions } from './builderActions';

/** One line that says what answers on the payload's port. */
export class ServerLine {
  readonly element: HTMLElement;
  private readonly dot = element('span', { class: 'dot', attributes: { 'aria-hidden': 'true' } });
  private readonly ring = createProgressRing();
  private readonly sentence = element('span', { class: 'server-sentence', attributes: { 'aria-live': 'polite' } });

  constructor(
    private readonly strings: PayloadBuilderStrings,
    actions: BuilderActions,
  ) {
    const again = createIconButton('refresh', strings.askAgain, () => {
      actions.recognise();
    });
    this.element = element('div', { class: 'server' }, this.dot, this.ring, this.sentence, again.element);
  }

  /** Shows what is known. */
  update(server: ServerState): void {
    this.element.dataset['state'] = server.kind;
    this.element.dataset['load'] = server.kind === 'known' ? server.load : 'unknown';
    this.ring.hidden = server.kind !== 'asking';
    this.dot.hidden = server.kind === 'asking';
    setText(this.sentence, this.describe(server));
  }

  private describe(server: ServerState): string {
    switch (server.kind) {
      case 'asking':
        return fill(this.strings.asking, server.endpoint);
      case 'unknown':
        return server.sentence;
      case 'known': {
        const name = server.model === '' ? server.server : fill(this.strings.serverModel, server.server, server.model);
        const size = server.contextSize;
        const { idle, busy, loading } = this.strings;
        const load = { idle, busy, loading, unknown: '' }[server.load];
        const context = size === null ? '' : fill(this.strings.context, formatNumber(size));
        return [name, context, load].filter((part) => part !== '').join(' · ');
      }
    }
  }
}
