import type { Clock } from '../platform/ports/clock';
import type { Endpoint } from './endpoint';
import type { HttpLimits } from './httpLimits';
import type { KnownServer } from './knownServer';
import { recogniseServer } from './recognise';

/** How long a server counts as the same, in milliseconds: its model may be changed meanwhile. */
const REMEMBERED = 60_000;

/** Remembers for a while what answers on an endpoint, so that most requests need no question before them. */
export class RecognisedServers {
  readonly #servers = new Map<string, { readonly server: KnownServer; readonly at: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * The server behind an endpoint, from memory or by asking it.
   * @throws {GenerationError}
   */
  async find(endpoint: Endpoint, limits: HttpLimits, signal: AbortSignal): Promise<KnownServer> {
    const known = this.known(endpoint);
    if (known) return known;
    const server = await recogniseServer(endpoint, limits, signal);
    this.#servers.set(keyOf(endpoint), { server, at: this.clock.now() });
    return server;
  }

  /** What answered last; undefined when that is not known or long ago. */
  known(endpoint: Endpoint): KnownServer | undefined {
    const known = this.#servers.get(keyOf(endpoint));
    return known && Math.abs(this.clock.now() - known.at) < REMEMBERED ? known.server : undefined;
  }

  /** Asks again next time: what answered last failed, or a person wants to know. */
  forget(endpoint: Endpoint): void {
    this.#servers.delete(keyOf(endpoint));
  }
}

function keyOf({ secure, label, basePath }: Endpoint): string {
  return `${String(secure)} ${label.toLowerCase()} ${basePath}`;
}
