import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A request as a scripted server has read it. */
export interface ScriptedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  /** The JSON of the body; undefined for an empty one. */
  readonly body: unknown;
  readonly socket: Socket;
  /** Resolves when the client has closed the connection. */
  readonly closed: Promise<void>;
}

/** What a scripted server does with a request: bytes to send before it closes the connection, or anything else. */
export type Script = string | Uint8Array | ((request: ScriptedRequest) => void | Promise<void>);

/** A TCP server that answers with exactly the bytes of its script. */
export interface ScriptedServer {
  readonly port: number;
  readonly requests: readonly ScriptedRequest[];
  /** The first request to a path, as soon as it has come. */
  requestTo(path: string): Promise<ScriptedRequest>;
  close(): Promise<void>;
}

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Starts a server whose scripts are found by path; every other path is answered with 404. */
export async function startScriptedServer(scripts: Readonly<Record<string, Script>>): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting: { readonly path: string; readonly resolve: (request: ScriptedRequest) => void }[] = [];

  const server = createServer((socket) => {
    sockets.add(socket);
    const closed = new Promise<void>((resolve) => {
      socket.on('close', () => {
        sockets.delete(socket);
        resolve();
      });
    });
    socket.on('error', () => undefined); // the client resets the connection when it stops
    let received = Buffer.alloc(0);
    let done = false;
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece]);
      const request = done ? undefined : parse(received, socket, closed);
      if (!request) return;
      done = true;
      requests.push(request);
      for (const one of waiting) if (one.path === request.path) one.resolve(request);
      void answer(scripts[request.path] ?? NOT_FOUND, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    requestTo: (path) => {
      const found = requests.find((request) => request.path === path);
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ path, resolve }));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(script: Script, request: ScriptedRequest): Promise<void> {
  if (typeof script === 'function') await script(request);
  else request.socket.end(script);
}

/** Sends pieces one after another, each in a turn of its own, so that the client mostly gets them apart. */
export async function sendPieces(socket: Socket, pieces: readonly Uint8Array[]): Promise<void> {
  socket.setNoDelay(true);
  for (const piece of pieces) {
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => {
      socket.write(piece, () => setImmediate(resolve));
    });
  }
}

function parse(bytes: Buffer, socket: Socket, closed: Promise<void>): ScriptedRequest | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = bytes.subarray(end + 4);
  if (body.byteLength < Number(headers.get('content-length') ?? 0)) return undefined;
  const [method = '', path = ''] = first.split(' ');
  const json: unknown = body.byteLength > 0 ? JSON.parse(body.toString('utf8')) : undefined;
  return { method, path, headers, body: json, socket, closed };
}
