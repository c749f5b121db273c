import * as vscode from 'vscode';
import type { EndpointAddress } from '../../../shared/model/endpoint';
import { formatEndpoint } from '../../domain/payload/endpointAddress';
import { GenerationError } from '../../domain/ports/modelServer';
import { tryEndpoint, type EndpointTrial } from '../../engine/tryEndpoint';
import { formatDuration } from '../../platform/vscode/duration';
import { offerTrust } from '../../platform/vscode/offerTrust';
import { formatSpeed } from '../../platform/vscode/speed';
import type { EndpointsItem } from '../../treeItems';
import { chooseEndpoint } from './chooseEndpoint';
import type { EndpointsView } from './endpointsView';

/** The longest answer that is shown, in UTF-16 units. */
const LONGEST_ANSWER = 60;

/** Asks an endpoint for one word and tells what came back and how fast. */
export async function testEndpoint(view: EndpointsView, item: EndpointsItem | undefined): Promise<void> {
  const { source, tree, dependencies } = view;
  if (!dependencies.isAllowed()) {
    void offerTrust(
      vscode.l10n.t('In Restricted Mode nothing is sent to a model. Trust this folder to test endpoints.'),
    );
    return;
  }
  const address = await chooseEndpoint(source, item, { title: vscode.l10n.t('Test Endpoint') });
  if (address === undefined) return;
  const trial = await tried(view, address);
  tree.refresh({ kind: 'endpoint', ...address });
  if (trial !== undefined) void vscode.window.showInformationMessage(sentence(address, trial)); // it may stay
}

async function tried({ dependencies }: EndpointsView, address: EndpointAddress): Promise<EndpointTrial | undefined> {
  const title = vscode.l10n.t('Asking {0} for one word', formatEndpoint(address));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => {
      stop.abort();
    });
    try {
      return await tryEndpoint(address, dependencies, stop.signal);
    } catch (error) {
      if (error instanceof GenerationError && error.reason === 'cancelled') return undefined;
      throw error;
    }
  });
}

function sentence(address: EndpointAddress, trial: EndpointTrial): string {
  const { t } = vscode.l10n;
  const where = formatEndpoint(address);
  const times = [
    ...(trial.timeToFirstTokenMs === undefined
      ? []
      : [t('first text after {0}', formatDuration(trial.timeToFirstTokenMs))]),
    ...(trial.tokensPerSecond === undefined ? [] : [t('{0} tokens/s', formatSpeed(trial.tokensPerSecond))]),
  ];
  const measured = [...times, trial.server, ...(trial.model === undefined ? [] : [trial.model])].join(', ');
  const line = trial.answer.replace(/\s+/g, ' ');
  const shown = line.length > LONGEST_ANSWER ? `${line.slice(0, LONGEST_ANSWER)}…` : line;
  if (shown !== '') return t('{0} answered "{1}" ({2}).', where, shown, measured);
  return trial.thought
    ? t('{0} works, but the model only thought and came to no answer within the test ({1}).', where, measured)
    : t('{0} works, but the model answered nothing ({1}).', where, measured);
}
