import { Rpc, type Handlers, type Listeners, type Offers, type Transport } from '../../shared/protocol/rpc';

/** A page's end of the conversation with the extension. Requests wait as long as it takes: a picker may be open. */
export function connectToHost<Page extends Offers, Host extends Offers>(
  transport: Transport,
  handlers: Handlers<Page>,
  listeners: Listeners<Host>,
): Rpc<Page, Host> {
  return new Rpc<Page, Host>({
    transport,
    handlers,
    listeners,
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
    timeLimit: 0,
    onRefused: () => undefined, // what the host sends by mistake is harmless here
  });
}
