import type { Text } from '../../../shared/model/text';
import { text } from '../../../shared/model/text';
import type { ServerState } from '../../../shared/protocol/payloadBuilder';
import type { Disposable } from '../../domain/ports/events';
import type { RecognisedServer } from '../../domain/ports/modelServer';
import { PersonError } from '../../domain/ports/personError';
import type { BuilderDependencies } from './builderDependencies';

/** What finding out needs. */
type Dependencies = Pick<BuilderDependencies, 'server' | 'isAllowed' | 'clock' | 'log'>;

/** How long after an answer it is asked again while somebody looks, in milliseconds: whether it is busy changes often. */
const AGAIN = 5000;

/** Where something may answer. */
export interface WatchedEndpoint {
  readonly host: string;
  readonly port: number;
}

/** Finds out in the background what answers on an endpoint. Nothing ever waits for it. */
export class ServerWatch {
  private endpoint: WatchedEndpoint | undefined;
  private asking: AbortController | undefined;
  private answer: RecognisedServer | Text | undefined;
  private timer: Disposable | undefined;
  private isAwake = false;

  constructor(
    private readonly dependencies: Dependencies,
    /** Called when something else is known than before. */
    private readonly changed: () => void,
  ) {}

  /** What answers; undefined while it is not known. */
  get server(): RecognisedServer | undefined {
    return this.answer !== undefined && 'provider' in this.answer ? this.answer : undefined;
  }

  /** What the page shows of it. */
  state(say: (text: Text) => string): ServerState {
    const endpoint = this.endpoint === undefined ? '' : `${this.endpoint.host}:${this.endpoint.port}`;
    if (this.answer === undefined) {
      return { kind: 'asking', endpoint };
    }
    if (!('provider' in this.answer)) {
      return { kind: 'unknown', endpoint, sentence: say(this.answer) };
    }
    const { server, model = '', contextSize = null, state = 'unknown', models = [], modelFormat = '' } = this.answer;
    return { kind: 'known', endpoint, server, model, contextSize, load: state, models, modelFormat };
  }

  /** Asks when this is another endpoint than before. */
  watch(endpoint: WatchedEndpoint): void {
    if (endpoint.host !== this.endpoint?.host || endpoint.port !== this.endpoint.port) {
      this.endpoint = endpoint;
      this.answer = undefined;
      this.ask();
    }
  }

  /** Somebody looks from now on: it is asked again and again. */
  wake(): void {
    this.isAwake = true;
    if (this.answer !== undefined) {
      this.ask();
    }
  }

  /** Nobody looks any more. */
  sleep(): void {
    this.isAwake = false;
    this.timer?.dispose();
  }

  /** Asks again. What was known stays known until there is another answer. */
  ask(): void {
    this.asking?.abort();
    this.timer?.dispose();
    const { endpoint, dependencies } = this;
    if (endpoint === undefined) {
      return;
    }
    if (!dependencies.isAllowed()) {
      this.answer = text('In Restricted Mode nothing is asked of a server.');
      return;
    }
    const asking = new AbortController();
    this.asking = asking;
    void this.recognise(endpoint, asking.signal); // it takes its own failures as answers
  }

  dispose(): void {
    this.sleep();
    this.asking?.abort();
    this.endpoint = undefined;
  }

  private async recognise({ host, port }: WatchedEndpoint, signal: AbortSignal): Promise<void> {
    let answer: RecognisedServer | Text;
    try {
      answer = await this.dependencies.server.recognise(host, port, signal);
    } catch (error) {
      if (!(error instanceof PersonError)) {
        this.dependencies.log.error(error instanceof Error ? error : String(error));
      }
      answer = error instanceof PersonError ? error.text : text('It could not be found out what answers there.');
    }
    if (signal.aborted) {
      return;
    }
    const isOther = JSON.stringify(answer) !== JSON.stringify(this.answer);
    this.answer = answer;
    if (isOther) {
      this.changed();
    }
    if (this.isAwake) {
      this.timer = this.dependencies.clock.after(AGAIN, () => {
        this.ask();
      });
    }
  }
}
