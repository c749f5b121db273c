import * as vscode from 'vscode';
import { formatEndpoint, isOpenOnTheWay } from '../../domain/payload/endpointAddress';
import { endpointSecretName, parseAccessKey } from '../../domain/payload/endpointSecret';
import { localize } from '../../platform/vscode/localize';
import type { EndpointsItem } from '../../treeItems';
import { chooseEndpoint } from './chooseEndpoint';
import type { EndpointsView } from './endpointsView';

/** Asks for the access key of an endpoint, keeps it, and sees whether the server takes it. */
export async function setKey(view: EndpointsView, item: EndpointsItem | undefined): Promise<void> {
  const { source, states, tree, dependencies } = view;
  const address = await chooseEndpoint(source, item, { title: vscode.l10n.t('Set Key') });
  if (address === undefined) return;
  // Not `askText`: what is typed here must not be seen.
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Access Key of {0}', formatEndpoint(address)),
    prompt: isOpenOnTheWay(address)
      ? vscode.l10n.t('This address is not encrypted: everybody on the way can read the key. Better use https://.')
      : vscode.l10n.t('Kept encrypted on your machine, and sent to this endpoint only.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const parsed = parseAccessKey(value);
      return parsed.ok || value === '' ? undefined : localize(parsed.problem);
    },
  });
  const parsed = parseAccessKey(typed ?? '');
  if (!parsed.ok) return;
  await dependencies.secrets.store(endpointSecretName(address), parsed.value);
  source.forgetKeys();
  tree.refresh();
  await states.ask([address], new AbortController().signal);
}

/** Deletes the access key of an endpoint. */
export async function forgetKey(view: EndpointsView, item: EndpointsItem | undefined): Promise<void> {
  const { source, tree, dependencies } = view;
  const address = await chooseEndpoint(source, item, {
    title: vscode.l10n.t('Forget Key'),
    suits: (endpoint) => source.hasKey(endpoint.address),
    none: vscode.l10n.t('No key is kept for any endpoint.'),
  });
  if (address === undefined) return;
  await dependencies.secrets.delete(endpointSecretName(address));
  source.forgetKeys();
  tree.refresh();
}
