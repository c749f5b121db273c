import type { EndpointAddress } from '../../../shared/model/endpoint';
import { text, type Text } from '../../../shared/model/text';
import { endpointKey } from '../../domain/payload/endpointAddress';
import { GenerationError, type GenerationErrorReason, type RecognisedServer } from '../../domain/ports/modelServer';
import { PersonError } from '../../domain/ports/personError';
import type { EndpointsDependencies } from './endpointsDependencies';

/** What is known of an endpoint. */
export type EndpointState =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'asking' }
  /** `askedAt`: when this was learned, by a question of the view or by a run, in milliseconds since 1970 UTC. */
  | { readonly kind: 'found'; readonly server: RecognisedServer; readonly askedAt: number }
  | {
      readonly kind: 'failed';
      readonly reason: GenerationErrorReason | undefined;
      readonly sentence: Text;
      readonly askedAt: number;
    };

/** What the view knows of endpoints. It asks when it is told to, and never else. */
export class EndpointStates {
  private readonly states = new Map<string, EndpointState>();
  private readonly asking = new Map<string, Promise<void>>();

  constructor(
    private readonly dependencies: Pick<EndpointsDependencies, 'server' | 'clock' | 'log' | 'isAllowed'>,
    /** Called when something else is known of an endpoint than before. */
    private readonly changed: (address: EndpointAddress) => void,
  ) {}

  /** What is known now, by asking or because a run has found it out since. */
  of(address: EndpointAddress): EndpointState {
    const key = endpointKey(address);
    const own = this.states.get(key) ?? { kind: 'unasked' };
    const server = own.kind === 'asking' ? undefined : this.dependencies.server.known(address);
    if (server === undefined || (own.kind === 'found' && own.server === server)) return own;
    const learned: EndpointState = { kind: 'found', server, askedAt: this.dependencies.clock.now() };
    this.states.set(key, learned);
    return learned;
  }

  /** Asks several endpoints at once what they are; a question that goes on already is not asked twice. */
  async ask(addresses: readonly EndpointAddress[], signal: AbortSignal): Promise<void> {
    if (!this.dependencies.isAllowed()) return;
    await Promise.all(addresses.map((address) => this.askOnce(address, signal)));
  }

  private askOnce(address: EndpointAddress, signal: AbortSignal): Promise<void> {
    const key = endpointKey(address);
    const running = this.asking.get(key);
    if (running) return running;
    const before = this.of(address);
    this.set(address, { kind: 'asking' });
    const question = this.answerOf(address, signal).then((state) => {
      this.asking.delete(key);
      this.set(address, state ?? before);
    });
    this.asking.set(key, question);
    return question;
  }

  /** What came of asking; undefined when it was stopped. */
  private async answerOf({ host, port }: EndpointAddress, signal: AbortSignal): Promise<EndpointState | undefined> {
    const { server, clock, log } = this.dependencies;
    try {
      return { kind: 'found', server: await server.recognise(host, port, signal), askedAt: clock.now() };
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof PersonError)) log.error(error instanceof Error ? error : String(error));
      return {
        kind: 'failed',
        reason: error instanceof GenerationError ? error.reason : undefined,
        sentence: error instanceof PersonError ? error.text : text('It could not be found out what answers there.'),
        askedAt: clock.now(),
      };
    }
  }

  private set(address: EndpointAddress, state: EndpointState): void {
    this.states.set(endpointKey(address), state);
    this.changed(address);
  }
}
