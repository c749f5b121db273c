import * as vscode from 'vscode';
import { formatEndpoint, parseEndpoint } from '../../domain/payload/endpointAddress';
import { askText } from '../../platform/vscode/textInput';
import type { EndpointsItem } from '../../treeItems';
import { chooseEndpoint } from './chooseEndpoint';
import type { EndpointsView } from './endpointsView';
import { addressIn, endpointItem } from './endpointsItem';
import { addToSetting, removeFromSetting } from './endpointsSetting';

/** Asks for an address and puts it into the setting. */
export async function addEndpoint({ tree }: EndpointsView): Promise<void> {
  const answer = await askText({
    title: vscode.l10n.t('Add Endpoint'),
    prompt: vscode.l10n.t(
      'The host and port of a model server, or a URL. Nothing is sent there before you ask for it.',
    ),
    placeholder: '127.0.0.1:5001',
    parse: parseEndpoint,
  });
  if (answer === undefined || answer === 'back') return;
  await addToSetting([answer.value]);
  await tree.reveal(endpointItem(answer.value));
}

/** Takes endpoints out of the setting; one that payloads use stays in sight as theirs. */
export async function removeEndpoints(view: EndpointsView, items: readonly EndpointsItem[]): Promise<void> {
  const addresses = items.flatMap((item) => addressIn(item) ?? []);
  const entries = items.flatMap((item) => (item.kind === 'invalid' ? [item.entry] : []));
  if (items.length === 0) {
    const picked = await chooseEndpoint(view.source, undefined, {
      title: vscode.l10n.t('Remove Endpoint'),
      suits: ({ isListed }) => isListed,
      none: vscode.l10n.t('Only payloads name the endpoints in the list. Change the host and port of these payloads.'),
    });
    if (picked === undefined) return;
    addresses.push(picked);
  }
  await removeFromSetting(addresses, entries);
  const kept = addresses.filter((address) => view.source.picture(address).endpoint.payloads.length > 0);
  const [first] = kept;
  if (first !== undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} stays in the list because payloads use it.', formatEndpoint(first)),
    );
  }
}

/** Puts an address into the clipboard. */
export async function copyAddress({ source }: EndpointsView, item: EndpointsItem | undefined): Promise<void> {
  const address = await chooseEndpoint(source, item, { title: vscode.l10n.t('Copy Address') });
  if (address !== undefined) await vscode.env.clipboard.writeText(formatEndpoint(address));
}
