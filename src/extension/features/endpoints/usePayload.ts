import * as vscode from 'vscode';
import { canonicalAddress, endpointKey, formatEndpoint } from '../../domain/payload/endpointAddress';
import { pickPayload } from '../../platform/vscode/pickPayloads';
import type { EndpointsItem } from '../../treeItems';
import { chooseEndpoint } from './chooseEndpoint';
import type { EndpointsView } from './endpointsView';

/** Has a payload sent to an endpoint from now on. */
export async function useForPayload(
  { source, dependencies }: EndpointsView,
  item: EndpointsItem | undefined,
): Promise<void> {
  const { payloads, defaultHost } = dependencies;
  const chosen = await chooseEndpoint(source, item, { title: vscode.l10n.t('Use for Payload') });
  if (chosen === undefined) return;
  const title = vscode.l10n.t('Send to {0}', formatEndpoint(chosen));
  const id = await pickPayload(payloads, title);
  if (id === undefined) return;
  const { host, port } = canonicalAddress(chosen);
  // A payload without a host follows the setting, as one that was never changed does.
  const isDefault = endpointKey({ host: defaultHost(), port }) === endpointKey({ host, port });
  const { name } = await payloads.update(id, { host: isDefault ? null : host, port });
  vscode.window.setStatusBarMessage(vscode.l10n.t('"{0}" is sent to {1}', name, formatEndpoint(chosen)), 6000);
}
