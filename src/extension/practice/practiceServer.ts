import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerKind } from '../../shared/model/endpoint';
import { readRequest, replyJson, type Exchange } from './exchange';
import { readFault, type Fault, type FaultChoice } from './fault';
import { answerAs, signAs, type Imitation } from './imitation';
import { PortTakenError } from './portTakenError';
import { practiceText } from './practiceText';
import { TextEngine } from './textEngine';
import type { TextSource } from './textSource';
import type { Thinking } from './thinking';

/** How the practice server is to be. */
export interface PracticeServerOptions {
  /** 0 is any free port. */
  readonly port: number;
  /** Whether to try the ports after it when it is taken; without it that is an error. */
  readonly orNextFree?: boolean;
  /** Which server it imitates; KoboldCpp unless said. */
  readonly imitate?: ServerKind;
  /** The access key that requests have to have; none unless said. */
  readonly key?: string;
  /** What it pretends to think before it answers; nothing unless said. */
  readonly thinking?: Thinking;
  /** 0 is as fast as possible; 40 unless said, about what a person sees on a good machine. */
  readonly tokensPerSecond?: number;
  /** In tokens; 8192 unless said. Ignored where a source is given. */
  readonly contextSize?: number;
  /** How many texts are written at once; 1 unless said. */
  readonly slots?: number;
  /** Where the text comes from; the built-in rule unless said. */
  readonly source?: TextSource;
  /** What to do wrong. */
  readonly fault?: FaultChoice;
  /** Lets `POST /practice/fault` set the fault: `{"kind":…}`, or `null` for none. For tests. */
  readonly control?: boolean;
  /** Called with each request when it has been read. For tests. */
  readonly onRequest?: (request: { readonly method: string; readonly path: string; readonly body: unknown }) => void;
}

/** A practice server that listens. */
export interface PracticeServer {
  readonly port: number;
  /** What it writes and has written. */
  readonly engine: TextEngine;
  /** Stops the work, closes all connections and the port. */
  close(): Promise<void>;
}

/** Requests for text; only these suffer the faults. */
const WRITING =
  /^\/(api\/(v1|latest)\/generate|api\/extra\/generate\/stream|api\/(chat|generate)|completion|v1\/(chat\/)?completions)$/;
const HOST = '127.0.0.1';
const MOST_PORTS = 20;

/**
 * Starts an HTTP server on 127.0.0.1 that speaks the APIs of model servers and writes its text by a simple rule. It is
 * not a language model; its model name says so.
 * @throws {PortTakenError}
 */
export async function startPracticeServer(options: PracticeServerOptions): Promise<PracticeServer> {
  const source = options.source ?? practiceText(options.contextSize ?? 8192);
  const engine = new TextEngine(source, { tokensPerSecond: options.tokensPerSecond ?? 40 }, options.slots ?? 1);
  const handler = new Handler(engine, options);
  const server = createServer((request, response) => void handler.handle(request, response));
  const port = await listen(server, options.port, options.orNextFree === true ? MOST_PORTS : 1);
  return {
    port,
    engine,
    close: () =>
      new Promise((resolve) => {
        engine.abortAll();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

class Handler {
  readonly #born = Date.now();
  readonly #imitation: Imitation;
  #fault: FaultChoice | undefined;
  #writingRequests = 0;

  constructor(
    private readonly engine: TextEngine,
    private readonly options: PracticeServerOptions,
  ) {
    this.#fault = options.fault;
    this.#imitation = { kind: options.imitate ?? 'koboldcpp', key: options.key };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    try {
      signAs(this.#imitation, response);
      const path = new URL(request.url ?? '/', 'http://practice').pathname;
      const method = request.method ?? 'GET';
      const body = await readRequest(request);
      this.options.onRequest?.({ method, path, body });
      if (this.options.control === true && path === '/practice/fault') {
        this.#fault = readFault(body);
        replyJson(response, 200, { fault: this.#fault ?? null });
        return;
      }
      const { thinking } = this.options;
      const fault = this.#faultFor(path);
      const { headers } = request;
      await this.#answer({ method, path, headers, body, response, signal: gone.signal, fault, thinking });
    } catch {
      // A client that went away in the midst of its request or of the answer: nobody is left to tell.
      if (response.headersSent) response.destroy();
      else
        replyJson(response, 500, {
          error: { code: 500, message: 'The practice server failed.', type: 'server_error' },
        });
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { response, path, fault } = exchange;
    if (fault?.kind === 'loading' && !WRITING.test(path)) {
      replyJson(response, 503, { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } });
      return;
    }
    await answerAs(this.#imitation, this.engine, exchange, () => (Date.now() - this.#born) / 1000);
  }

  #faultFor(path: string): Fault | undefined {
    const writing = WRITING.test(path);
    const earlierRequests = this.#writingRequests;
    if (writing) this.#writingRequests++;
    if (typeof this.#fault !== 'function') return writing || this.#fault?.kind === 'loading' ? this.#fault : undefined;
    return writing ? this.#fault({ path, earlierRequests }) : undefined;
  }
}

async function listen(server: Server, first: number, tries: number): Promise<number> {
  for (let port = first; ; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, HOST, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken) throw error;
      if (port - first + 1 >= tries || port >= 65_535) throw new PortTakenError(first, error);
    }
  }
}
