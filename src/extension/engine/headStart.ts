import type {
  GenerationEnd,
  GenerationListener,
  GenerationRequest,
  GenerationStart,
  ModelServer,
} from '../domain/ports/modelServer';
import type { Clock } from '../platform/ports/clock';
import { abortWith } from './abortWith';

/**
 * Sends the first request of a run while the disk still makes the run durable, which takes as long as everything else
 * before a request. The run asks for it in the usual way, and then hears all that has come meanwhile. A run that could not
 * be stored, or never asks, leaves: the connection closes and the server stops.
 */
export class HeadStart implements Pick<ModelServer, 'generate'> {
  private readonly leaving = new AbortController();
  private ahead: { readonly heard: HeardAhead; readonly end: Promise<GenerationEnd> } | undefined;

  constructor(
    private readonly server: Pick<ModelServer, 'generate'>,
    private readonly request: GenerationRequest,
    private readonly clock: Clock,
  ) {}

  /** Sends the request. */
  begin(): void {
    const { signal } = this.leaving;
    if (this.ahead || signal.aborted) {
      return;
    }
    const heard = new HeardAhead(this.clock);
    const end = this.server.generate(this.request, heard, signal);
    end.catch(() => undefined); // told to whoever takes it over
    this.ahead = { heard, end };
  }

  /** As that of the server; the first for the request that was sent ahead takes that one over. */
  async generate(
    request: GenerationRequest,
    listener: GenerationListener,
    signal: AbortSignal,
  ): Promise<GenerationEnd> {
    const { ahead, leaving } = this;
    if (!ahead || request !== this.request || leaving.signal.aborted) {
      return this.server.generate(request, listener, signal);
    }
    this.ahead = undefined;
    const release = abortWith(signal, leaving);
    ahead.heard.tell(listener);
    try {
      return await ahead.end;
    } finally {
      release();
    }
  }

  /** Nobody will take it over any more. */
  leave(): void {
    if (this.ahead) {
      this.ahead = undefined;
      this.leaving.abort();
    }
  }
}

/** Keeps what a server says until somebody listens, and hands it on from then on. */
class HeardAhead implements Required<GenerationListener> {
  private listener: GenerationListener | undefined;
  private readonly kept: ((listener: GenerationListener) => void)[] = [];

  constructor(private readonly clock: Clock) {}

  started(start: GenerationStart): Promise<void> {
    const sentAt = this.clock.now();
    return new Promise((resolve) => {
      this.hear((listener) => {
        void Promise.resolve(listener.started(start, sentAt)).then(resolve); // it never rejects
      });
    });
  }

  text(piece: string): void {
    this.hear((listener) => {
      listener.text(piece);
    });
  }

  thinking(piece: string): void {
    this.hear((listener) => listener.thinking?.(piece));
  }

  textWasThinking(): void {
    this.hear((listener) => listener.textWasThinking?.());
  }

  /** Tells all that has come. */
  tell(listener: GenerationListener): void {
    this.listener = listener;
    for (const tell of this.kept.splice(0)) {
      tell(listener);
    }
  }

  private hear(tell: (listener: GenerationListener) => void): void {
    if (this.listener) {
      tell(this.listener);
    } else {
      this.kept.push(tell);
    }
  }
}
