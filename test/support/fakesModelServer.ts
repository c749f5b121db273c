import {
  GenerationError,
  type GenerationEnd,
  type GenerationListener,
  type GenerationRequest,
  type GenerationStart,
  type ModelServer,
  type RecognisedServer,
} from '../../src/extension/domain/ports/modelServer';
import { text } from '../../src/shared/model/text';
import { settled } from './fakesClock';

/** One request at the fake model server, which a test answers piece by piece. */
export class FakeExchange {
  readonly ended: Promise<GenerationEnd>;
  private resolve: (end: GenerationEnd) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(
    readonly request: GenerationRequest,
    private readonly listener: GenerationListener,
    readonly signal: AbortSignal,
    /** A server that goes on although nobody listens any more. */
    ignoresStop = false,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const stop = (): void => {
      this.fail('cancelled');
    };
    if (!ignoresStop) {
      signal.addEventListener('abort', stop);
      if (signal.aborted) {
        stop();
      }
    }
  }

  /** The text of the last message. */
  get prompt(): string {
    return this.request.messages.map(({ content }) => content).join('\n---\n');
  }

  /** Recognises the server; resolves when the listener has had time to take note. */
  async begin(start: Partial<GenerationStart> = {}): Promise<void> {
    this.listener.started({ provider: 'koboldcpp', server: 'Fake 1.0', prompt: this.prompt, ...start });
    await settled();
  }

  /** Sends pieces of the answer. */
  send(...pieces: readonly string[]): void {
    for (const piece of pieces) {
      this.listener.text(piece);
    }
  }

  /** Sends pieces of what the model thinks before it answers. */
  think(...pieces: readonly string[]): void {
    for (const piece of pieces) {
      this.listener.thinking?.(piece);
    }
  }

  /** Says that what it has sent was thinking. */
  textWasThinking(): void {
    this.listener.textWasThinking?.();
  }

  /** Ends well. */
  end(end: Partial<GenerationEnd> = {}): void {
    this.resolve({ finishReason: 'stop', ...end });
  }

  /** Ends with a failure. */
  fail(reason: GenerationError['reason'] | Error): void {
    const { host, settings } = this.request;
    const sentence = text('{0} at {1}:{2}.', String(reason), host, settings.port);
    this.reject(reason instanceof Error ? reason : new GenerationError(reason, sentence));
  }
}

/** A model server that does what a test says. */
export class FakeModelServer implements ModelServer {
  /** The requests in the order in which they came. */
  readonly exchanges: FakeExchange[] = [];
  ignoresStop = false;
  /** How often it was asked what it is. */
  asked = 0;
  /** What it tells of itself beside its name. */
  tells: Partial<RecognisedServer> = {};
  /** Called for each request; without it a test answers by hand. */
  answer: ((exchange: FakeExchange, index: number) => Promise<void> | void) | undefined;

  async generate(
    request: GenerationRequest,
    listener: GenerationListener,
    signal: AbortSignal,
  ): Promise<GenerationEnd> {
    const exchange = new FakeExchange(request, listener, signal, this.ignoresStop);
    this.exchanges.push(exchange);
    void this.answer?.(exchange, this.exchanges.length - 1); // an answer that throws fails its test as unhandled
    return exchange.ended;
  }

  recognise(host: string, port: number): Promise<RecognisedServer> {
    this.asked++;
    const server = `Fake 1.0 at ${host}:${port}`;
    return Promise.resolve({ provider: 'koboldcpp', kind: 'koboldcpp', server, ...this.tells });
  }

  known(): undefined {
    // Nothing is known that has not been asked for.
  }

  /** The request that came last. */
  get last(): FakeExchange {
    const last = this.exchanges.at(-1);
    if (!last) {
      throw new Error('Nothing has been asked.');
    }
    return last;
  }
}

/** Answers every request at once: the pieces that a test gives for it, then the end. */
export function answering(pieces: (exchange: FakeExchange, index: number) => readonly string[]) {
  return async (exchange: FakeExchange, index: number): Promise<void> => {
    await exchange.begin();
    exchange.send(...pieces(exchange, index));
    exchange.end();
  };
}
