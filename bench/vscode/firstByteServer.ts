import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerMark } from './figures';

/** A server with an OpenAI-compatible API that knows when it sent the first byte of each answer. */
export interface FirstByteServer {
  readonly port: number;
  /** When the first byte of the newest answer was sent, in milliseconds since 1970. */
  readonly firstByteAt: () => number;
  /** Lets the next answer be the first again. */
  restart(): void;
  close(): void;
}

/** How long the server lets the connection stand open after its text, so that nothing else happens while it is painted. */
const QUIET_MS = 1500;

/** Starts the server on a free port. */
export async function startFirstByteServer(): Promise<FirstByteServer> {
  let firstByteAt = 0;
  let answers = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === '/v1/models') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench', object: 'model' }] }));
    } else if (request.url === '/v1/chat/completions') {
      response.setHeader('content-type', 'text/event-stream');
      firstByteAt = Date.now();
      answers += 1;
      const content = answerMark(answers);
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
      setTimeout(() => {
        const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
        response.end(`data: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n`);
      }, QUIET_MS);
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    firstByteAt: () => firstByteAt,
    restart: () => {
      answers = 0;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
