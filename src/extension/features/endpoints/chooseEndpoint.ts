import * as vscode from 'vscode';
import type { EndpointAddress } from '../../../shared/model/endpoint';
import { formatEndpoint } from '../../domain/payload/endpointAddress';
import { execute } from '../../platform/vscode/commands';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoice } from '../../platform/vscode/quickChoice';
import type { EndpointsItem } from '../../treeItems';
import type { ListedEndpoint } from './endpointList';
import type { EndpointTree } from './endpointTree';
import { addressIn } from './endpointsItem';

/** What a command acts on: the endpoint of the row that it was called on, or one that the person picks. */
export async function chooseEndpoint(
  tree: EndpointTree,
  item: EndpointsItem | undefined,
  question: {
    readonly title: string;
    /** Which endpoints come into question; all, unless said. */
    readonly suits?: (endpoint: ListedEndpoint) => boolean;
    /** What is said where none does. */
    readonly none?: string;
  },
): Promise<EndpointAddress | undefined> {
  const address = item === undefined ? undefined : addressIn(item);
  if (address !== undefined) return address;
  // Reads the queues and which keys are kept as well, which the question may ask for.
  await tree.children(undefined);
  const all = (await tree.list()).endpoints;
  const suitable = all.filter((endpoint) => question.suits?.(endpoint) ?? true);
  if (suitable.length === 0) {
    if (all.length > 0 && question.none !== undefined) void vscode.window.showInformationMessage(question.none);
    else void offerToAdd(); // the command is over; what the person answers is another one
    return undefined;
  }
  const answer = await askChoice({
    title: question.title,
    placeholder: vscode.l10n.t('Pick an endpoint'),
    rows: suitable.map((endpoint) => ({
      label: escapeIcons(formatEndpoint(endpoint.address)),
      description: escapeIcons(String(tree.row({ kind: 'endpoint', ...endpoint.address }).description ?? '')),
      value: endpoint.address,
    })),
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

async function offerToAdd(): Promise<void> {
  const add = vscode.l10n.t('Add Endpoint');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no endpoints yet.'), add);
  if (answer === add) await execute('llmOrchestrator.endpoints.add');
}
