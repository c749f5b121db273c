import { parseMessage, type Message } from './message';

/** What one end offers the other: requests with an answer, and events without. */
export interface Offers {
  readonly requests: Readonly<Record<string, { readonly params: unknown; readonly result: unknown }>>;
  readonly events: Readonly<Record<string, unknown>>;
}

/** Carries messages; whatever arrives is handed over unread. */
export interface Transport {
  send(message: Message): void;
  /** Subscribes to what arrives; the result ends the subscription. */
  receive(listener: (raw: unknown) => void): () => void;
}

/** Calls something back later; the result prevents it. */
export type After = (milliseconds: number, callback: () => void) => () => void;

/** Answers one request. `params` is unread input: a handler checks it before use. */
export type Handler<Result> = (params: unknown, signal: AbortSignal) => Result | Promise<Result>;

/** The handlers of everything that an end offers. */
export type Handlers<Local extends Offers> = {
  readonly [Method in keyof Local['requests']]: Handler<Local['requests'][Method]['result']>;
};

/** The listeners to the events of the other end; `value` is unread input. */
export type Listeners<Remote extends Offers> = {
  readonly [Name in keyof Remote['events']]?: (value: unknown) => void;
};

/** Why a request has no answer. */
export type RpcErrorReason = 'refused' | 'failed' | 'unknown-method' | 'timeout' | 'cancelled' | 'disposed';

/** What a request rejects with. */
export class RpcError extends Error {
  override readonly name = 'RpcError';

  constructor(
    /** One of `RpcErrorReason`, or the reason that the other end gave. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** How a request may end early. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** In milliseconds; 0 is no limit. */
  readonly timeLimit?: number;
}

/** What an end is made of. */
export interface RpcOptions<Local extends Offers, Remote extends Offers> {
  readonly transport: Transport;
  readonly handlers: Handlers<Local>;
  readonly listeners: Listeners<Remote>;
  readonly after: After;
  /** The limit of requests that name none, in milliseconds; 0 is no limit. */
  readonly timeLimit: number;
  /** Told about input that was refused, for the log. */
  readonly onRefused: (why: string) => void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: RpcError) => void;
  readonly release: () => void;
}

/**
 * One end of a conversation between the extension host and a webview; the same class on both ends. Replies to requests
 * that are over, malformed messages and unknown names are refused and harmless.
 */
export class Rpc<Local extends Offers, Remote extends Offers> {
  private readonly pending = new Map<number, Pending>();
  private readonly answering = new Map<number, AbortController>();
  private readonly stopReceiving: () => void;
  private lastId = 0;
  private disposed = false;

  constructor(private readonly options: RpcOptions<Local, Remote>) {
    this.stopReceiving = options.transport.receive((raw) => {
      this.take(raw);
    });
  }

  /**
   * Asks the other end and waits for its answer.
   * @throws {RpcError}
   */
  request<Method extends keyof Remote['requests'] & string>(
    method: Method,
    params: Remote['requests'][Method]['params'],
    { signal, timeLimit = this.options.timeLimit }: RequestOptions = {},
  ): Promise<Remote['requests'][Method]['result']> {
    if (this.disposed) return Promise.reject(new RpcError('disposed', 'The conversation is over.'));
    if (signal?.aborted) return Promise.reject(new RpcError('cancelled', `${method} was cancelled.`));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      const giveUp = (reason: RpcErrorReason, message: string): void => {
        this.options.transport.send({ kind: 'cancel', id });
        this.settle(id)?.reject(new RpcError(reason, message));
      };
      const onAbort = (): void => {
        giveUp('cancelled', `${method} was cancelled.`);
      };
      const stopClock =
        timeLimit > 0
          ? this.options.after(timeLimit, () => {
              giveUp('timeout', `${method} had no answer within ${String(timeLimit)} ms.`);
            })
          : undefined;
      signal?.addEventListener('abort', onAbort, { once: true });
      this.pending.set(id, {
        resolve,
        reject,
        release: () => {
          stopClock?.();
          signal?.removeEventListener('abort', onAbort);
        },
      });
      this.options.transport.send({ kind: 'request', id, method, params });
    });
  }

  /** Tells the other end something that needs no answer. */
  emit<Name extends keyof Local['events'] & string>(name: Name, value: Local['events'][Name]): void {
    if (!this.disposed) this.options.transport.send({ kind: 'event', name, value });
  }

  /** Ends the conversation: what is pending rejects, what is being answered is aborted. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.stopReceiving();
    for (const id of [...this.pending.keys()]) {
      this.settle(id)?.reject(new RpcError('disposed', 'The conversation is over.'));
    }
    for (const controller of this.answering.values()) controller.abort();
    this.answering.clear();
  }

  private take(raw: unknown): void {
    const message = parseMessage(raw);
    switch (message?.kind) {
      case undefined:
        this.options.onRefused('A message of an unknown shape was ignored.');
        return;
      case 'request':
        void this.answer(message.id, message.method, message.params); // it sends its own failures
        return;
      case 'reply':
        this.settle(message.id)?.resolve(message.value);
        return;
      case 'failure':
        this.settle(message.id)?.reject(new RpcError(message.reason, message.message));
        return;
      case 'cancel':
        this.answering.get(message.id)?.abort();
        return;
      case 'event':
        this.hear(message.name, message.value);
    }
  }

  private async answer(id: number, method: string, params: unknown): Promise<void> {
    const { handlers, transport, onRefused } = this.options;
    const handler = Object.hasOwn(handlers, method) ? (handlers[method] as Handler<unknown>) : undefined;
    if (!handler || this.answering.has(id)) {
      onRefused(`A request for "${method.slice(0, 80)}" was refused.`);
      transport.send({ kind: 'failure', id, reason: 'unknown-method', message: 'Nothing answers this request.' });
      return;
    }
    const controller = new AbortController();
    this.answering.set(id, controller);
    let reply: Message;
    try {
      reply = { kind: 'reply', id, value: await handler(params, controller.signal) };
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      const reason = 'reason' in failure && typeof failure.reason === 'string' ? failure.reason : 'failed';
      reply = { kind: 'failure', id, reason, message: failure.message };
    }
    this.answering.delete(id);
    if (!this.disposed) transport.send(reply);
  }

  private hear(name: string, value: unknown): void {
    const { listeners, onRefused } = this.options;
    if (Object.hasOwn(listeners, name)) {
      listeners[name]?.(value);
    } else {
      onRefused(`An event "${name.slice(0, 80)}" was ignored.`);
    }
  }

  private settle(id: number): Pending | undefined {
    const found = this.pending.get(id);
    this.pending.delete(id);
    found?.release();
    return found;
  }
}
