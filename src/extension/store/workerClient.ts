import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { text, type Text } from '../../shared/model/text';
import { StoreError } from '../domain/ports/storeError';
import type { CareOptions } from '../domain/ports/libraryCare';
import { unpackError } from './packedError';
import { freeAbandonedLocks, type LockHolder } from './sqlite/fileLock';
import type { RequestKind, RequestMessage, Requests, WorkerMessage, WorkerOptions } from './protocol';

interface Pending {
  /** Whether it is not known to have been done when there is no answer. */
  readonly isStoring: boolean;
  /** Whether it reads what is on disk, outside of transactions. */
  readonly isRead: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: CareOptions['onProgress'];
}

/** Whether a request changes what is on disk. */
function isStoring({ kind, body }: RequestMessage): boolean {
  return kind === 'restore' || (kind === 'transact' && body.commit !== undefined);
}

/** What the worker tells without being asked. */
export interface WorkerListener {
  /** A worker has been started; it has read nothing yet. */
  started(): void;
  externalChange(): void;
  warning(message: string): void;
  notice(text: Text): void;
  /** Somebody has removed the file. */
  gone(path: string): void;
  /** Another process keeps the worker waiting; undefined when that is over. */
  waiting(owner: LockHolder | undefined): void;
}

/** The host's end of the worker. The worker starts with the first request, and anew after it has died. */
export class WorkerClient {
  readonly #workerPath: string;
  #options: Omit<WorkerOptions, 'session'>;
  readonly #listener: WorkerListener;
  readonly #pending = new Map<number, Pending>();
  /** What is about to be sent. */
  #outbox: RequestMessage[] = [];
  /** Answers to reads that wait until what is stored has been told. */
  #heldBack: WorkerMessage[] = [];
  #worker: Worker | undefined;
  #lastId = 0;
  /** Settles when this has changed over to another file. */
  #moving: Promise<void> | undefined;
  /** Settles when nothing is left of the last worker that ended. */
  #exited: Promise<void> = Promise.resolve();

  constructor(workerPath: string, options: Omit<WorkerOptions, 'session'>, listener: WorkerListener) {
    this.#workerPath = workerPath;
    this.#options = options;
    this.#listener = listener;
  }

  /** True once a worker is there. */
  get started(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * Sends a request; requests arrive in the order in which they are sent. With a signal, for those that can be ended, it
   * rejects with what that was aborted with.
   * @throws {StoreError}
   */
  async request<Kind extends RequestKind>(
    kind: Kind,
    body: Requests[Kind]['request'],
    { signal, onProgress }: CareOptions = {},
  ): Promise<Requests[Kind]['reply']> {
    signal?.throwIfAborted();
    while (this.#moving && kind !== 'close') await this.#moving;
    this.#lastId += 1;
    const id = this.#lastId;
    const cancel = (): void => {
      this.#send({ id: 0, kind: 'cancel', body: { request: id } });
    };
    signal?.addEventListener('abort', cancel);
    try {
      return await new Promise((resolve, reject) => {
        this.#worker ??= this.#start();
        const message = { id, kind, body } as RequestMessage;
        const known = { isStoring: isStoring(message), isRead: kind === 'query' };
        this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject, onProgress, ...known });
        // Work that is under way keeps the process alive, an idle store does not.
        this.#worker.ref();
        this.#send(message);
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Ends the worker of one file. Requests wait meanwhile, and are then ones to another file. */
  async moveTo(path: string): Promise<void> {
    while (this.#moving) await this.#moving;
    this.#moving = this.#leave(path);
    await this.#moving;
  }

  async #leave(path: string): Promise<void> {
    try {
      if (this.started) await this.request('close', {}).catch(() => undefined);
      await this.terminate();
    } finally {
      this.#options = { ...this.#options, path };
      this.#moving = undefined;
    }
  }

  /** What is asked for in one go crosses in one message: waking the other thread costs more than most statements. */
  #send(request: RequestMessage): void {
    this.#outbox.push(request);
    if (this.#outbox.length > 1) return;
    queueMicrotask(() => {
      const requests = this.#outbox;
      this.#outbox = [];
      if (requests.length > 0) this.#post(requests);
    });
  }

  #post(requests: readonly RequestMessage[]): void {
    try {
      this.#worker?.postMessage(requests);
    } catch (error) {
      // Something in it cannot cross, and so nothing did. What is asked for by others has to all the same.
      const [only] = requests;
      if (requests.length > 1) for (const request of requests) this.#post([request]);
      else if (only) this.#take(only.id)?.reject(error as Error);
    }
  }

  /** Ends the worker; what is under way fails with reason `closed`. */
  async terminate(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#failAll(new StoreError('closed', text('The database is closed.')));
    await worker?.terminate();
    await this.#exited;
  }

  #start(): Worker {
    // Flags of the host, such as those of a debugger or a loader, are not meant for the worker.
    const session = randomUUID();
    const workerData: WorkerOptions = { ...this.#options, session };
    const worker = new Worker(this.#workerPath, { workerData, execArgv: [], name: 'store' });
    worker.on('message', (messages: readonly WorkerMessage[]) => {
      this.#deliver(messages);
    });
    worker.on('error', (error: Error) => {
      this.#died(worker, error);
    });
    worker.on('exit', (code) => {
      this.#exited = freeAbandonedLocks(this.#options.path, session);
      this.#died(worker, new Error(`The worker ended with code ${code}`));
    });
    // Later, because the listener may send a request of its own.
    queueMicrotask(() => {
      this.#listener.started();
    });
    return worker;
  }

  /**
   * Nobody reads what a commit did before it is told: whoever waits for a commit gets to that in a few turns of promises,
   * in which whoever waits for a read that came with it would be ahead.
   */
  #deliver(messages: readonly WorkerMessage[]): void {
    const isStored = messages.some((message) => this.#asked(message)?.isStoring);
    for (const message of messages) {
      const waits = isStored || this.#heldBack.length > 0;
      if (waits && this.#asked(message)?.isRead) this.#holdBack(message);
      else this.#receive(message);
    }
  }

  /** What a message answers. */
  #asked(message: WorkerMessage): Pending | undefined {
    return message.kind === 'reply' || message.kind === 'failure' ? this.#pending.get(message.id) : undefined;
  }

  #holdBack(message: WorkerMessage): void {
    this.#heldBack.push(message);
    if (this.#heldBack.length > 1) return;
    setImmediate(() => {
      const messages = this.#heldBack;
      this.#heldBack = [];
      for (const one of messages) this.#receive(one);
    });
  }

  #receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'reply':
        this.#take(message.id)?.resolve(message.value);
        break;
      case 'failure':
        this.#take(message.id)?.reject(unpackError(message.error));
        break;
      case 'externalChange':
        this.#listener.externalChange();
        break;
      case 'warning':
        this.#listener.warning(message.message);
        break;
      case 'progress':
        this.#pending.get(message.id)?.onProgress?.(message.progress);
        break;
      case 'gone':
        this.#listener.gone(message.path);
        break;
      case 'waiting':
        this.#listener.waiting(message.owner);
        break;
      case 'notice':
        this.#listener.notice(message.text);
        break;
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker?.unref();
    return pending;
  }

  #died(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new StoreError('failed', text('The database stopped working: {0}. Try again.', cause.message), {
      cause,
    });
    const unconfirmed = new StoreError(
      'unconfirmed',
      text(
        'The database stopped working while a change was stored: {0}. Look whether it is there before you repeat it.',
        cause.message,
      ),
      { cause },
    );
    const isStoring = [...this.#pending.values()].some((request) => request.isStoring);
    this.#failAll(error, unconfirmed);
    // The change may be there.
    if (isStoring) this.#listener.externalChange();
  }

  #failAll(error: StoreError, ofStoring = error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    this.#outbox = [];
    for (const { isStoring, reject } of pending) reject(isStoring ? ofStoring : error);
  }
}
