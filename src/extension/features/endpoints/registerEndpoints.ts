import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { EndpointAddress } from '../../../shared/model/endpoint';
import { viewIds, type CommandId } from '../../ids';
import { Throttle } from '../../platform/throttle';
import { chosenItems } from '../../platform/vscode/chosenItems';
import { createTree, type Tree } from '../../platform/vscode/tree';
import type { EndpointsItem } from '../../treeItems';
import type { EndpointsDependencies } from './endpointsDependencies';
import type { EndpointsView } from './endpointsView';
import { endpointItem } from './endpointsItem';
import { affectsEndpoints, readEndpointsSetting } from './endpointsSetting';
import { EndpointStates } from './endpointStates';
import { EndpointTree } from './endpointTree';

/** Queues may change many times a second; rows follow at most this often, in milliseconds. */
const REDRAW_INTERVAL = 500;

/**
 * Puts the endpoints into the side bar, with everything that can be done with them. No server is asked anything before
 * a person expands its row or asks for it. Disposing takes all of it away.
 */
export function registerEndpoints(dependencies: EndpointsDependencies): Tree<EndpointsItem> {
  const { events, queues, clock, log, isAllowed } = dependencies;
  const redraw = (address: EndpointAddress): void => {
    tree.refresh(endpointItem(address));
  };
  const states = new EndpointStates(dependencies, redraw);
  // Without rows there is no message either: it would take the place of the welcome.
  const source = new EndpointTree(dependencies, states, readEndpointsSetting, (count) => {
    tree.view.message = count === 0 ? '' : whereItIs(isAllowed());
  });
  const tree = createTree(viewIds.endpoints, source, log, { canSelectMany: true, showCollapseAll: true });
  const stop = new AbortController();
  const view: EndpointsView = { dependencies, states, source, tree };
  const queueRedraws = new Throttle<'queues'>(
    clock,
    () => REDRAW_INTERVAL,
    () => {
      if (!tree.view.visible) return; // it is read anew when it is seen
      source.readQueues().then(
        (changed) => {
          changed.forEach(redraw);
        },
        (error: unknown) => {
          log.warn(`The queues cannot be read: ${String(error)}`);
        },
      );
    },
  );
  const parts = vscode.Disposable.from(
    tree,
    queueRedraws,
    {
      dispose: () => {
        stop.abort();
      },
    },
    tree.view.onDidExpandElement(({ element }) => {
      if (element.kind === 'endpoint' && states.of(element).kind === 'unasked') {
        void states.ask([element], stop.signal); // it takes its own failures as answers
      }
    }),
    tree.view.onDidChangeVisibility(({ visible }) => {
      if (visible) queueRedraws.ask('queues');
    }),
    queues.onDidChange(() => {
      queueRedraws.ask('queues');
    }),
    events.onDidChange((change) => {
      if (change === 'everything' || change.some(({ entity }) => entity === 'payload')) tree.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (affectsEndpoints(change)) tree.refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      tree.refresh();
    }),
    ...registerCommands(view),
  );
  return {
    ...tree,
    dispose: () => {
      parts.dispose();
    },
  };
}

/** Each command with its code, which is loaded with its first use. */
function registerCommands(view: EndpointsView): readonly vscode.Disposable[] {
  const { commands } = view.dependencies;
  const one = (
    name: Extract<CommandId, `llmOrchestrator.endpoints.${string}`>,
    load: () => Promise<(view: EndpointsView, item: EndpointsItem | undefined) => Promise<void>>,
  ): vscode.Disposable =>
    commands.register(name, async (item?: EndpointsItem, items?: readonly EndpointsItem[]) => {
      const run = await load();
      await run(view, item ?? items?.[0]);
    });
  const several = (
    name: 'llmOrchestrator.endpoints.refresh' | 'llmOrchestrator.endpoints.remove',
    selection: () => readonly EndpointsItem[],
    load: () => Promise<(view: EndpointsView, items: readonly EndpointsItem[]) => Promise<void>>,
  ): vscode.Disposable =>
    commands.register(name, async (item, items) => {
      const run = await load();
      await run(view, chosenItems(item, items, selection()));
    });
  return [
    one('llmOrchestrator.endpoints.scan', async () => (await import('./askCommands')).scanForServers),
    several(
      'llmOrchestrator.endpoints.refresh',
      () => [],
      async () => (await import('./askCommands')).refreshEndpoints,
    ),
    one('llmOrchestrator.endpoints.add', async () => (await import('./listCommands')).addEndpoint),
    several(
      'llmOrchestrator.endpoints.remove',
      () => view.tree.view.selection,
      async () => (await import('./listCommands')).removeEndpoints,
    ),
    one('llmOrchestrator.endpoints.copyAddress', async () => (await import('./listCommands')).copyAddress),
    one('llmOrchestrator.endpoints.setKey', async () => (await import('./keyCommands')).setKey),
    one('llmOrchestrator.endpoints.forgetKey', async () => (await import('./keyCommands')).forgetKey),
    one('llmOrchestrator.endpoints.test', async () => (await import('./testEndpoint')).testEndpoint),
    one('llmOrchestrator.endpoints.useForPayload', async () => (await import('./usePayload')).useForPayload),
    one('llmOrchestrator.endpoints.pauseQueue', async () => (await import('./queueCommands')).pauseQueue),
    one('llmOrchestrator.endpoints.resumeQueue', async () => (await import('./queueCommands')).resumeQueue),
    one('llmOrchestrator.endpoints.clearQueue', async () => (await import('./queueCommands')).clearQueue),
  ];
}

/** Which machine 127.0.0.1 is where VS Code runs remotely, and that nothing is asked in Restricted Mode. */
function whereItIs(isAllowed: boolean): string {
  const { remoteName } = vscode.env;
  const restricted = isAllowed ? [] : [vscode.l10n.t('In Restricted Mode no server is asked anything.')];
  const remote =
    remoteName === undefined
      ? []
      : [vscode.l10n.t('127.0.0.1 means the remote machine "{0}" ({1}).', hostname(), remoteName)];
  return [...restricted, ...remote].join(' ');
}
