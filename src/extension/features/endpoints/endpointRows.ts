import * as vscode from 'vscode';
import { formatEndpoint, isLoopback } from '../../domain/payload/endpointAddress';
import { wellKnownPorts } from '../../domain/payload/wellKnownPorts';
import type { EndpointQueue } from '../../domain/ports/queueRepository';
import { localize } from '../../platform/vscode/localize';
import type { EndpointFact } from './endpointFacts';
import type { ListedEndpoint } from './endpointList';
import type { EndpointState } from './endpointStates';
import { isLocked, queueText, stateText } from './endpointText';

/** What the row of an endpoint shows. */
export interface EndpointPicture {
  readonly endpoint: ListedEndpoint;
  readonly state: EndpointState;
  readonly queue: EndpointQueue | undefined;
  readonly hasKey: boolean;
  readonly facts: readonly EndpointFact[];
}

/** The row of an endpoint: its address, what answers there, and how busy it is. Expanding it asks. */
export function endpointRow(picture: EndpointPicture): vscode.TreeItem {
  const { endpoint, queue, hasKey } = picture;
  const address = formatEndpoint(endpoint.address);
  const row = new vscode.TreeItem(address, vscode.TreeItemCollapsibleState.Collapsed);
  row.description = descriptionOf(picture);
  row.iconPath = iconOf(picture);
  const traits = [
    endpoint.isListed && 'listed',
    hasKey && 'keyed',
    queue?.status === 'paused' && 'paused',
    queue?.tickets.some((ticket) => ticket.state === 'waiting') === true && 'waiting',
  ].filter((trait) => trait !== false);
  row.contextValue = ['endpoint', ...traits].join(';');
  row.tooltip = tooltipOf(address, picture.facts);
  row.accessibilityInformation = { label: [address, row.description].filter((part) => part !== '').join(', ') };
  return row;
}

/** The row of something that is known of an endpoint. */
export function factRow(fact: EndpointFact | undefined): vscode.TreeItem {
  const row = new vscode.TreeItem(fact?.label ?? '', vscode.TreeItemCollapsibleState.None);
  row.contextValue = 'fact';
  if (fact !== undefined) {
    row.description = fact.value;
    row.tooltip = new vscode.MarkdownString().appendText(`${fact.label}: ${fact.value}`);
    row.iconPath = new vscode.ThemeIcon(fact.icon);
    row.accessibilityInformation = { label: `${fact.label}: ${fact.value}` };
  }
  return row;
}

/** The row of an entry of the setting that is no address. */
export function invalidRow(entry: string): vscode.TreeItem {
  const row = new vscode.TreeItem(entry, vscode.TreeItemCollapsibleState.None);
  row.description = vscode.l10n.t('no address of a server');
  row.tooltip = vscode.l10n.t(
    'Correct this entry in the setting llmOrchestrator.endpoints, for example to 127.0.0.1:5001.',
  );
  row.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  row.contextValue = 'invalid';
  return row;
}

function descriptionOf({ endpoint, state, queue, hasKey }: EndpointPicture): string {
  const words = stateText(state);
  const waiting = queueText(queue);
  const isIdle = state.kind === 'found' && state.server.state === 'idle';
  const parts = [
    // What waits for the person stands first, then what keeps the server from working: a side bar is narrow.
    ...(waiting ? [localize(waiting)] : []),
    ...(isLocked(state, hasKey) ? [vscode.l10n.t('wants an access key')] : []),
    ...(words && !isIdle ? [localize(words)] : []),
    ...(state.kind === 'unasked' ? usualServer(endpoint) : []),
    ...(state.kind === 'found' ? serverParts(state) : []),
    ...(words && isIdle ? [localize(words)] : []),
  ];
  return parts.join(' · ');
}

function serverParts({ server }: Extract<EndpointState, { readonly kind: 'found' }>): readonly string[] {
  const { server: name, model, contextSize } = server;
  return [
    name,
    ...(model === undefined ? [] : [model]),
    ...(contextSize === undefined ? [] : [vscode.l10n.t('{0} tokens', contextSize)]),
  ];
}

/** What mostly listens on a port of this machine, for a row of which nothing else is known yet. */
function usualServer({ address }: ListedEndpoint): readonly string[] {
  const usual = wellKnownPorts.find(({ port }) => port === address.port);
  return usual && isLoopback(address) ? [vscode.l10n.t('usually {0}', usual.server)] : [];
}

function iconOf({ state, queue, hasKey }: EndpointPicture): vscode.ThemeIcon {
  if (state.kind === 'asking') return icon('sync~spin');
  if (queue?.status === 'paused') return icon('debug-pause', 'list.warningForeground');
  if (isLocked(state, hasKey)) return icon('lock', 'list.warningForeground');
  if (state.kind === 'unasked') return icon('circle-large-outline');
  if (state.kind === 'failed') {
    return state.reason === 'unreachable'
      ? icon('circle-slash', 'descriptionForeground')
      : icon('warning', 'list.warningForeground');
  }
  if (state.server.state === 'loading') return icon('watch', 'charts.yellow');
  // What works for this person is busy, also where the server tells nothing of the kind.
  const isBusy = state.server.state === 'busy' || (queue?.tickets.length ?? 0) > 0;
  return isBusy ? icon('vm-running', 'charts.yellow') : icon('vm-active', 'testing.iconPassed');
}

/** All about an endpoint. What servers and people named is text: nothing in it becomes a link or an image. */
function tooltipOf(address: string, facts: readonly EndpointFact[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(address).appendMarkdown('**\n\n');
  for (const { label, value } of facts) {
    tooltip
      .appendMarkdown('- ')
      .appendText(vscode.l10n.t('{0}: {1}', label, value))
      .appendMarkdown('\n');
  }
  return tooltip;
}

function icon(name: string, color?: string): vscode.ThemeIcon {
  return color === undefined ? new vscode.ThemeIcon(name) : new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}
