import * as vscode from 'vscode';
import type { EndpointAddress } from '../../../shared/model/endpoint';
import { endpointKey, formatEndpoint, isLoopback } from '../../domain/payload/endpointAddress';
import { wellKnownPorts } from '../../domain/payload/wellKnownPorts';
import { execute } from '../../platform/vscode/commands';
import { offerTrust } from '../../platform/vscode/offerTrust';
import type { EndpointsItem } from '../../treeItems';
import type { EndpointsView } from './endpointsView';
import { addressIn } from './endpointsItem';
import { addToSetting } from './endpointsSetting';

/** Asks endpoints anew what they are: those of rows, or all. */
export async function refreshEndpoints(view: EndpointsView, items: readonly EndpointsItem[]): Promise<void> {
  const chosen = items.flatMap((item) => addressIn(item) ?? []);
  const all = (await view.source.list()).endpoints.map(({ address }) => address);
  view.tree.refresh();
  await ask(view, chosen.length > 0 ? chosen : all, vscode.l10n.t('Asking the model servers'));
}

/** Looks for model servers on the usual ports of this machine and on those that are listed; on no other machine. */
export async function scanForServers(view: EndpointsView): Promise<void> {
  const listed = (await view.source.list()).endpoints.map(({ address }) => address);
  const usual = wellKnownPorts.map(({ port }) => ({ host: '127.0.0.1', port }));
  const places = new Map([...listed.filter(isLoopback), ...usual].map((address) => [endpointKey(address), address]));
  const addresses = [...places.values()];
  if (!(await ask(view, addresses, vscode.l10n.t('Looking for model servers on this machine')))) return;
  const found = addresses.filter((address) => view.states.of(address).kind === 'found');
  const known = new Set((await view.source.list()).endpoints.filter(({ isListed }) => isListed).map(({ key }) => key));
  void tellFound(
    view,
    found,
    found.filter((address) => !known.has(endpointKey(address))),
  ); // the command is over; what the person answers is another one
}

/** Asks with a progress that can be cancelled; false when it was, or when nothing may be asked. */
async function ask(view: EndpointsView, addresses: readonly EndpointAddress[], title: string): Promise<boolean> {
  if (!view.dependencies.isAllowed()) {
    void offerTrust(
      vscode.l10n.t('In Restricted Mode no server is asked anything. Trust this folder to look for servers.'),
    );
    return false;
  }
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => {
      stop.abort();
    });
    await view.states.ask(addresses, stop.signal);
    return !stop.signal.aborted;
  });
}

async function tellFound(
  { states }: EndpointsView,
  found: readonly EndpointAddress[],
  unlisted: readonly EndpointAddress[],
): Promise<void> {
  if (found.length === 0) {
    const start = vscode.l10n.t('Start Practice Server');
    const message = vscode.l10n.t(
      'No model server answers on the usual ports of this machine. Start one, or add the endpoint that it listens on.',
    );
    const answer = await vscode.window.showInformationMessage(message, start);
    if (answer === start) await execute('llmOrchestrator.practice.start');
    return;
  }
  const names = found.map((address) => {
    const state = states.of(address);
    const name = state.kind === 'found' ? state.server.server : '';
    return vscode.l10n.t('{0} on {1}', name, formatEndpoint(address));
  });
  const message =
    found.length === 1
      ? vscode.l10n.t('Found {0}.', names.join(', '))
      : vscode.l10n.t('Found {0} servers: {1}.', found.length, names.join(', '));
  const add = vscode.l10n.t('Add to List');
  const answer = await vscode.window.showInformationMessage(message, ...(unlisted.length > 0 ? [add] : []));
  if (answer === add) await addToSetting(unlisted);
}
