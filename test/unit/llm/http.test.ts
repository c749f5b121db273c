import assert from 'node:assert/strict';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { endpointOf } from '../../../src/extension/llm/endpoint';
import { sendRequest } from '../../../src/extension/llm/http';
import { limitsFor } from '../../../src/extension/llm/httpLimits';
import { readBody } from '../../../src/extension/llm/readBody';
import { startScriptedServer } from '../../support/scriptedServer';

const LIMITS = { connect: 10_000, silence: 20_000 };
const NEVER = new AbortController().signal;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

async function listening(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens: one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listening(server, '127.0.0.1');
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the limits of a request', () => {
  it('are those of the settings where it has none of its own, and 0 is a limit', () => {
    const ofSettings = { connect: 10_000, firstByte: 0, silence: 5000 };
    assert.deepEqual(limitsFor(undefined, ofSettings), ofSettings);
    assert.deepEqual(limitsFor({ connect: null, firstByte: null, silence: null }, ofSettings), ofSettings);
    const own = { connect: 0, firstByte: 600, silence: 0.5 };
    assert.deepEqual(limitsFor(own, ofSettings), { connect: 0, firstByte: 600_000, silence: 500 });
    const whole = { connect: 1, silence: 2 };
    assert.deepEqual(limitsFor(undefined, whole), { connect: 1, firstByte: 2, silence: 2 });
  });
});

describe('sendRequest', () => {
  const get = { method: 'GET', path: '/' } as const;

  it('says how to start a server when nothing listens', async () => {
    const port = await freePort();
    await assert.rejects(sendRequest(endpointOf('127.0.0.1', port), get, LIMITS, NEVER), {
      reason: 'unreachable',
      message: `Nothing answers on 127.0.0.1:${String(port)}. Start a model server on that port, run the command "Start Practice Server", or change the host and port of the payload.`,
    });
    await assert.rejects(sendRequest(endpointOf('localhost', port), get, LIMITS, NEVER), { reason: 'unreachable' });
  });

  it('says which host name is unknown', async () => {
    for (const host of ['no-such-machine.invalid', 'two words', '', 'ho\u0000st', 'höst\n.invalid']) {
      const answer = sendRequest(endpointOf(host, 5001), get, LIMITS, NEVER);
      await assert.rejects(answer, (error: Error & { reason?: string }) => {
        assert.ok(
          host === '' || error.reason === 'unknown-host',
          `${JSON.stringify(host)}: ${String(error.reason)} ${error.message}`,
        );
        return error.name === 'GenerationError';
      });
    }
  });

  it('refuses a port that cannot be', async () => {
    await assert.rejects(sendRequest(endpointOf('127.0.0.1', 70_000), get, LIMITS, NEVER), { reason: 'unreachable' });
  });

  it('means 127.0.0.1 by localhost, and names the host as it was written', async () => {
    const server = await startScriptedServer({ '/': OK });
    const answer = await sendRequest(endpointOf('LocalHost', server.port), get, LIMITS, NEVER);
    assert.equal((await readBody(answer, 100)).text, 'ok');
    assert.equal(server.requests[0]?.headers.get('host'), `LocalHost:${String(server.port)}`);
    await server.close();
  });

  it('tries ::1 for localhost where nothing listens on 127.0.0.1', async function () {
    const server = createTcpServer((socket) => socket.once('data', () => socket.end(OK)));
    let port: number;
    try {
      port = await listening(server, '::1');
    } catch {
      console.warn('SKIPPED: this machine has no IPv6.');
      this.skip();
    }
    const answer = await sendRequest(endpointOf('localhost', port), get, LIMITS, NEVER);
    assert.equal((await readBody(answer, 100)).text, 'ok');
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends the making of a connection after its limit, the handshake included', async () => {
    // A server that takes the connection and never answers the beginning of TLS.
    const server = await startScriptedServer({});
    const answer = sendRequest(
      endpointOf(`https://127.0.0.1:${String(server.port)}`, 1),
      get,
      { connect: 200, silence: 0 },
      NEVER,
    );
    await assert.rejects(answer, {
      reason: 'connect-timeout',
      message: /within 0\.2 seconds.*llmOrchestrator\.connectTimeout/,
    });
    await server.close();
  });

  it('closes the connection when the signal comes while the body arrives', async () => {
    const server = await startScriptedServer({
      '/': ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\n\r\nfirst'),
    });
    const stop = new AbortController();
    const answer = await sendRequest(endpointOf('127.0.0.1', server.port), get, LIMITS, stop.signal);
    const read = (async () => {
      for await (const piece of answer.body) if (piece.byteLength > 0) stop.abort();
    })();
    await assert.rejects(read, { reason: 'cancelled' });
    await server.requests[0]!.closed;
    await server.close();
  });

  it('closes the connection when the reader leaves, and when it never reads', async () => {
    const server = await startScriptedServer({
      '/': ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\n\r\nfirst'),
    });
    const left = await sendRequest(endpointOf('127.0.0.1', server.port), get, LIMITS, NEVER);
    for await (const piece of left.body) if (piece.byteLength > 0) break;
    await server.requests[0]!.closed;
    const unread = await sendRequest(endpointOf('127.0.0.1', server.port), get, LIMITS, NEVER);
    unread.close();
    await server.requests[1]!.closed;
    await server.close();
  });

  it('does not count the time that a reader takes as silence of the server', async () => {
    const server = await startScriptedServer({ '/': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst' });
    const answer = await sendRequest(endpointOf('127.0.0.1', server.port), get, { connect: 0, silence: 400 }, NEVER);
    let text = '';
    for await (const piece of answer.body) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      text += Buffer.from(piece).toString();
    }
    assert.equal(text, 'first');
    await server.close();
  });

  it('waits for the first byte of the body by a limit of its own, which the head does not end', async () => {
    const server = await startScriptedServer({
      '/': ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'),
      '/never': () => undefined,
      '/late': ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        setTimeout(() => socket.end('late'), 200);
      },
    });
    const endpoint = endpointOf('127.0.0.1', server.port);
    const limits = { connect: 10_000, firstByte: 100, silence: 20_000 };
    const expected = { reason: 'silence-timeout', message: /did not begin.*within 0\.1 seconds.*firstByteTimeout/ };
    await assert.rejects(sendRequest(endpoint, { method: 'GET', path: '/never' }, limits, NEVER), expected);
    await assert.rejects(readBody(await sendRequest(endpoint, get, limits, NEVER), 100), expected);
    const patient = { connect: 10_000, firstByte: 0, silence: 100 };
    const answer = await sendRequest(endpoint, { method: 'GET', path: '/late' }, patient, NEVER);
    assert.equal((await readBody(answer, 100)).text, 'late', 'without that limit a server may take its time');
    await server.close();
  });

  it('limits the silence between two pieces apart from the first byte', async () => {
    const server = await startScriptedServer({
      '/': ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\n\r\nfirst'),
    });
    const limits = { connect: 10_000, firstByte: 20_000, silence: 200 };
    const answer = await sendRequest(endpointOf('127.0.0.1', server.port), get, limits, NEVER);
    await assert.rejects(readBody(answer, 100), { reason: 'silence-timeout', message: /nothing for 0\.2 seconds/ });
    await server.close();
  });

  it('puts the path of a written address before the path of the API', async () => {
    const server = await startScriptedServer({ '/api/llm/v1/models': OK });
    const request = { method: 'GET', path: '/v1/models' } as const;
    const answer = await sendRequest(
      endpointOf(`http://127.0.0.1:${String(server.port)}/api/llm/`, 1),
      request,
      LIMITS,
      NEVER,
    );
    assert.equal((await readBody(answer, 100)).text, 'ok');
    await server.close();
  });

  it('reads no more of a body than asked', async () => {
    const server = await startScriptedServer({ '/': `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(100_000)}` });
    const answer = await sendRequest(endpointOf('127.0.0.1', server.port), get, LIMITS, NEVER);
    assert.deepEqual(await readBody(answer, 10), { text: 'xxxxxxxxxx', complete: false });
    await server.close();
  });
});
