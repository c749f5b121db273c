import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { GenerationError } from '../domain/ports/modelServer';
import { hostHeader, type Endpoint } from './endpoint';
import { cancelled, connectTimeout, endedEarly, firstByteTimeout, silenceTimeout } from './failures';
import { TimeLimit, type HttpLimits } from './httpLimits';
import { fromSystemError } from './systemErrors';

/** What to ask. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** From the root of the API, beginning with a slash. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
}

/** An answer whose head has arrived. Either read the body to its end or close it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The body as it arrives. Leaving the loop closes the connection. Throws `GenerationError`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection. */
  readonly close: () => void;
}

/**
 * Sends a request and waits for the head of the answer. The signal closes the connection, before and after the head.
 * The key of the endpoint goes along; a redirection is an answer like any other and is not followed, so that the key and
 * the text go nowhere else. `localhost` means 127.0.0.1, and ::1 where nothing listens there: model servers mostly
 * listen on IPv4 alone.
 * @throws {GenerationError} with a reason of the connection; a status of 400 or more is not an error here
 */
export async function sendRequest(
  endpoint: Endpoint,
  request: HttpRequest,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  if (endpoint.host.toLowerCase() !== 'localhost') return attempt(endpoint.host, endpoint, request, limits, signal);
  try {
    return await attempt('127.0.0.1', endpoint, request, limits, signal);
  } catch (error) {
    if (!(error instanceof GenerationError) || error.reason !== 'unreachable') throw error;
    return attempt('::1', endpoint, request, limits, signal);
  }
}

function attempt(
  address: string,
  endpoint: Endpoint,
  request: HttpRequest,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled(endpoint));
      return;
    }
    let outgoing: http.ClientRequest;
    try {
      outgoing = open(address, endpoint, request);
    } catch (error) {
      reject(fromSystemError(endpoint, error, limits.connect));
      return;
    }
    const exchange = new Exchange(endpoint, limits, outgoing, signal);
    outgoing.on('response', (incoming) => {
      resolve(exchange.answer(incoming));
    });
    outgoing.on('error', (error) => {
      reject(exchange.end(error));
    });
    outgoing.on('close', () => {
      // Settles a request that ended without a word; after an answer this changes nothing.
      if (!exchange.answered) reject(exchange.end(undefined));
    });
  });
}

function open(address: string, endpoint: Endpoint, { method, path, json }: HttpRequest): http.ClientRequest {
  const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json));
  const request = (endpoint.secure ? https : http).request({
    host: address,
    port: endpoint.port,
    method,
    path: endpoint.basePath + path,
    // A connection of its own for every request: closing it must stop nothing but that request.
    agent: false,
    headers: {
      host: hostHeader(endpoint),
      ...(endpoint.key !== undefined && { authorization: `Bearer ${endpoint.key}` }),
      accept: '*/*',
      'accept-encoding': 'identity',
      ...(body && { 'content-type': 'application/json', 'content-length': body.byteLength }),
    },
    // RFC 6066: a name only, never an address.
    ...(endpoint.secure && isIP(address) === 0 && { servername: endpoint.host }),
  });
  request.end(body);
  return request;
}

/** The lifetime of one request: its limits, its signal and the reason for its end. */
class Exchange {
  answered = false;
  /** Whether any byte of the body has come. */
  #begun = false;
  #connectedAt: number | undefined;
  #failure: GenerationError | undefined;
  #incoming: http.IncomingMessage | undefined;
  readonly #limit = new TimeLimit();
  readonly #onAbort = (): void => {
    this.#stop(cancelled(this.endpoint));
  };

  constructor(
    private readonly endpoint: Endpoint,
    private readonly limits: HttpLimits,
    private readonly outgoing: http.ClientRequest,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', this.#onAbort);
    this.#limit.start(limits.connect, () => {
      this.#stop(connectTimeout(endpoint, limits.connect));
    });
    outgoing.on('socket', (socket) => {
      if (socket.connecting) socket.once(endpoint.secure ? 'secureConnect' : 'connect', this.#listen);
      else this.#listen();
    });
  }

  /** Takes the head of the answer. */
  answer(incoming: http.IncomingMessage): HttpAnswer {
    this.answered = true;
    this.#incoming = incoming;
    this.#limit.clear();
    incoming.on('error', () => undefined); // whoever reads the body gets it; without this it would end the process
    return {
      status: incoming.statusCode ?? 0,
      headers: incoming.headers,
      body: this.#body(incoming),
      close: () => {
        this.#letGo();
        incoming.destroy();
        this.outgoing.destroy();
      },
    };
  }

  /** Lets go of timer and signal, and says why the exchange ended. */
  end(error: unknown): GenerationError {
    this.#letGo();
    if (this.#failure) return this.#failure;
    return error === undefined ? endedEarly(this.endpoint) : fromSystemError(this.endpoint, error, this.limits.connect);
  }

  #letGo(): void {
    this.#limit.clear();
    this.signal.removeEventListener('abort', this.#onAbort);
  }

  async *#body(incoming: http.IncomingMessage): AsyncGenerator<Uint8Array> {
    const pieces = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    try {
      while (true) {
        if (this.#failure) throw this.#failure;
        // Only our waiting counts as the server's silence, not the time that a reader takes over a piece.
        this.#listen();
        const piece = await pieces.next();
        this.#limit.clear();
        if (piece.done) return;
        this.#begun = true;
        yield piece.value;
      }
    } catch (error) {
      throw this.end(error);
    } finally {
      this.#letGo();
      incoming.destroy();
      this.outgoing.destroy();
    }
  }

  readonly #listen = (): void => {
    const { silence, firstByte } = this.limits;
    const endpoint = this.endpoint;
    if (this.#begun || firstByte === undefined) {
      this.#limit.start(silence, () => {
        this.#stop(silenceTimeout(endpoint, silence));
      });
      return;
    }
    // The head does not end this limit, and does not begin it anew.
    this.#connectedAt ??= performance.now();
    const left = firstByte === 0 ? 0 : Math.max(1, this.#connectedAt + firstByte - performance.now());
    this.#limit.start(left, () => {
      this.#stop(firstByteTimeout(endpoint, firstByte));
    });
  };

  #stop(failure: GenerationError): void {
    this.#failure ??= failure;
    this.#incoming?.destroy(failure);
    this.outgoing.destroy(failure);
  }
}
