import { GenerationError, type RecognisedServer } from '../domain/ports/modelServer';
import type { Clock } from '../platform/ports/clock';
import type { Endpoint } from './endpoint';
import { lacksKey, stillLoading } from './failures';
import type { HttpLimits } from './httpLimits';
import { recogniseServer } from './recognise';

/** How long a server counts as the same, in milliseconds: its model may be changed meanwhile. */
const REMEMBERED = 60_000;

/** Remembers for a while what answers on an endpoint, so that most requests need no question before them. */
export class RecognisedServers {
  readonly #servers = new Map<string, { readonly server: RecognisedServer; readonly at: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * The server behind an endpoint, from memory or by asking it, when it can be asked for text.
   * @throws {GenerationError} also `busy` for a server that still loads its model, and `unauthorized` for one that tells
   *   only that it is locked
   */
  async find(endpoint: Endpoint, limits: HttpLimits, signal: AbortSignal): Promise<RecognisedServer> {
    const server = this.known(endpoint) ?? (await this.ask(endpoint, limits, signal));
    if (server.state === 'loading') {
      this.forget(endpoint);
      throw stillLoading(endpoint);
    }
    // KoboldCpp may be locked and without a model at once; what it then says to a request is truer.
    if (server.needsKey === true && server.models === undefined && server.kind !== 'koboldcpp') {
      this.forget(endpoint);
      throw lacksKey(endpoint, undefined);
    }
    return server;
  }

  /**
   * The server behind an endpoint as it is now, also one that is not ready.
   * @throws {GenerationError}
   */
  async ask(endpoint: Endpoint, limits: HttpLimits, signal: AbortSignal): Promise<RecognisedServer> {
    try {
      const server = await recogniseServer(endpoint, limits, signal);
      this.#servers.set(keyOf(endpoint), { server, at: this.clock.now() });
      return server;
    } catch (error) {
      // A person who stopped the question learned nothing; any other failure means that what was known is over.
      if (!(error instanceof GenerationError && error.reason === 'cancelled')) this.forget(endpoint);
      throw error;
    }
  }

  /** What answered last; undefined when that is not known or long ago. */
  known(endpoint: Endpoint): RecognisedServer | undefined {
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
