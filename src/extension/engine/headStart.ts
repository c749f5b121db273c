import type {
  GenerationEnd,
  GenerationListener,
  GenerationRequest,
  GenerationStart,
  ModelServer,
} from '../domain/ports/modelServer';
import type { Clock } from '../platform/ports/clock';
import { abortWith } from './abortWith';
import type { TurnListener } from './queue/queues';

/**
 * Sends a request while the disk still makes durable that its turn has come, and where it is the first of a run the run,
 * which takes as long as everything else before it. The step asks for it in the usual way, and then hears all that has come
 * meanwhile. One that could not be stored, or never asks, leaves: the connection closes and the server stops.
 */
export class HeadStart implements Pick<ModelServer, 'generate'>, TurnListener {
  private ahead: Ahead | undefined;
  private isLeft = false;

  constructor(
    private readonly server: Pick<ModelServer, 'generate'>,
    private readonly request: GenerationRequest,
    private readonly clock: Clock,
    /** Whether it may be sent now. */
    private readonly isAllowed: () => boolean,
  ) {}

  /** Sends the request. */
  hasTurn(): void {
    if (this.ahead || this.isLeft || !this.isAllowed()) {
      return;
    }
    const heard = new HeardAhead(this.clock);
    const connection = new AbortController();
    const end = this.server.generate(this.request, heard, connection.signal);
    end.catch(() => undefined); // told to whoever takes it over
    this.ahead = { heard, connection, end };
  }

  /** Takes back what was sent and nobody has taken over; it may be sent again. */
  lostTurn(): void {
    this.ahead?.connection.abort();
    this.ahead = undefined;
  }

  /** As that of the server; the first for the request that was sent ahead takes that one over. */
  async generate(
    request: GenerationRequest,
    listener: GenerationListener,
    signal: AbortSignal,
  ): Promise<GenerationEnd> {
    const { ahead } = this;
    if (!ahead || request !== this.request) {
      return this.server.generate(request, listener, signal);
    }
    this.ahead = undefined;
    const release = abortWith(signal, ahead.connection);
    ahead.heard.tell(listener);
    try {
      return await ahead.end;
    } finally {
      release();
    }
  }

  /** Nobody will take it over any more. */
  leave(): void {
    this.isLeft = true;
    this.lostTurn();
  }
}

/** A request that was sent before anybody asked for it. */
interface Ahead {
  readonly heard: HeardAhead;
  readonly connection: AbortController;
  readonly end: Promise<GenerationEnd>;
}

/** Keeps what a server says until somebody listens, and hands it on from then on. */
class HeardAhead implements Required<GenerationListener> {
  private listener: GenerationListener | undefined;
  private readonly kept: ((listener: GenerationListener) => void)[] = [];

  constructor(private readonly clock: Clock) {}

  started(start: GenerationStart): void {
    const sentAt = this.clock.now();
    this.hear((listener) => {
      listener.started(start, sentAt);
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
