import type { BuilderPageOffers } from '../../../../shared/protocol/form';
import { Rpc, type Handlers, type Offers, type Transport } from '../../../../shared/protocol/rpc';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';

/** What the host's end of a conversation with a page is made of. */
export interface HostEndParts<Host extends Offers> {
  /** What the log calls the page. */
  readonly name: string;
  readonly transport: Transport;
  readonly handlers: Handlers<Host>;
  readonly clock: Clock;
  readonly log: Log;
  /** Begins the page anew. */
  readonly reload: () => void;
}

/** The host's end of the conversation with a page. Requests of the host do not exist; those of the page have no limit. */
export function hostEnd<Host extends Offers>(parts: HostEndParts<Host>): Rpc<Host, BuilderPageOffers> {
  const { name, transport, handlers, clock, log, reload } = parts;
  return new Rpc<Host, BuilderPageOffers>({
    transport,
    handlers,
    listeners: {
      failed: (what) => {
        log.error(`The ${name} failed: ${String(what).slice(0, 5000)}`);
      },
      reload,
    },
    after: (milliseconds, callback) => {
      const timer = clock.after(milliseconds, callback);
      return () => {
        timer.dispose();
      };
    },
    timeLimit: 0,
    onRefused: (why) => {
      log.warn(`In the ${name}: ${why}`);
    },
  });
}
