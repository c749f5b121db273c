import * as vscode from 'vscode';
import { formatEndpoint } from '../../domain/payload/endpointAddress';
import type { EndpointsItem } from '../../treeItems';
import { chooseEndpoint } from './chooseEndpoint';
import type { EndpointsView } from './endpointsView';

/** Lets the steps that wait for an endpoint go on waiting. */
export async function pauseQueue(
  { source, dependencies }: EndpointsView,
  item: EndpointsItem | undefined,
): Promise<void> {
  const address = await chooseEndpoint(source, item, {
    title: vscode.l10n.t('Pause Queue'),
    suits: (endpoint) => source.queue(endpoint.address)?.status !== 'paused',
    none: vscode.l10n.t('The queues of all endpoints are paused.'),
  });
  if (address !== undefined) await dependencies.queues.pause(address);
}

/** Lets the steps that wait for an endpoint begin again. */
export async function resumeQueue(
  { source, dependencies }: EndpointsView,
  item: EndpointsItem | undefined,
): Promise<void> {
  const address = await chooseEndpoint(source, item, {
    title: vscode.l10n.t('Resume Queue'),
    suits: (endpoint) => source.queue(endpoint.address)?.status === 'paused',
    none: vscode.l10n.t('No queue is paused.'),
  });
  if (address !== undefined) await dependencies.queues.resume(address);
}

/** Takes all waiting steps out of the queue of an endpoint, after a question; their runs end as stopped. */
export async function clearQueue(
  { source, dependencies }: EndpointsView,
  item: EndpointsItem | undefined,
): Promise<void> {
  const none = vscode.l10n.t('Nothing waits in any queue.');
  const waiting = (address: Parameters<typeof source.queue>[0]): number =>
    source.queue(address)?.tickets.filter(({ state }) => state === 'waiting').length ?? 0;
  const address = await chooseEndpoint(source, item, {
    title: vscode.l10n.t('Clear Queue'),
    suits: (endpoint) => waiting(endpoint.address) > 0,
    none,
  });
  if (address === undefined) return;
  await source.readQueues();
  const count = waiting(address);
  if (count === 0) {
    void vscode.window.showInformationMessage(none);
    return;
  }
  const clear = vscode.l10n.t('Clear Queue');
  const question =
    count === 1
      ? vscode.l10n.t('Take the waiting step out of the queue of {0}?', formatEndpoint(address))
      : vscode.l10n.t('Take {0} waiting steps out of the queue of {1}?', count, formatEndpoint(address));
  const detail = vscode.l10n.t('Their runs end as stopped; what runs now goes on.');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, clear)) === clear) {
    await dependencies.queues.clear(address);
  }
}
