import type { BuilderPageOffers, BuilderStrings, Outcome } from '../../shared/protocol/form';
import { RpcError, type Listeners, type Offers, type Rpc } from '../../shared/protocol/rpc';
import { Announcer } from './announcer';
import { registerToolkit } from './components/toolkit';
import { guardPage } from './errorBoundary';
import { acquireHost, type HostSeam } from './hostSeam';
import { MessageBar } from './messageBar';
import { pageData } from './pageData';
import { connectToHost } from './rpcClient';

/** What a page has from its first moment. */
export interface StartedPage<Data, Host extends Offers> {
  /** What the host has written into the page. */
  readonly data: Data;
  readonly host: HostSeam;
  readonly rpc: Rpc<BuilderPageOffers, Host>;
  readonly announcer: Announcer;
  readonly messages: MessageBar;
  /** Shows why something was not done, and tells whether it was. */
  readonly report: (outcome: Promise<Outcome | null>) => Promise<boolean>;
}

/**
 * Begins a page: its conversation with the host, and what shows failures. What fails unexpectedly on the host's side is a
 * sentence too, not a broken page. May be called once.
 */
export function startPage<Data extends { readonly strings: BuilderStrings }, Host extends Offers>(
  name: string,
  listeners: Listeners<Host>,
): StartedPage<Data, Host> {
  const data = pageData() as Data;
  const { strings } = data;
  const host = acquireHost();
  const messages = new MessageBar(strings.dismiss);
  registerToolkit();
  const rpc = connectToHost<BuilderPageOffers, Host>(host, {}, listeners);
  guardPage(
    strings,
    (details) => {
      rpc.emit('failed', `${name}: ${details}`);
    },
    () => {
      rpc.emit('reload', null);
    },
  );
  return {
    data,
    host,
    rpc,
    messages,
    announcer: new Announcer(),
    report: async (outcome) => {
      try {
        const problem = (await outcome)?.problem ?? null;
        if (problem === null) messages.clear();
        else messages.show(problem);
        return problem === null;
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        messages.show(error.message);
        return false;
      }
    },
  };
}
