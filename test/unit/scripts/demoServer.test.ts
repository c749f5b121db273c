import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startPracticeServer } from '../../../src/extension/practice/practiceServer';
import { chooseServer, type ChosenServer } from '../../../scripts/demo/chooseServer';
import { DemoError } from '../../../scripts/demo/demoError';
import { isListening } from '../../../scripts/demo/isListening.mjs';

describe('The server of the demo', () => {
  const ends: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function choose(named: number | undefined, usual: number): Promise<ChosenServer> {
    const server = await chooseServer(named, usual);
    ends.push(() => server.stop());
    return server;
  }

  async function listenAsNoModelServer(): Promise<number> {
    const server = createServer((_request, response) => {
      response.writeHead(404).end('nothing here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => close(server));
    return (server.address() as AddressInfo).port;
  }

  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await close(server);
    return port;
  }

  it('is a practice server where nothing answers, and ends with the demo', async () => {
    const port = await freePort();
    const server = await chooseServer(undefined, port);
    assert.equal(server.port, port);
    assert.match(server.description, /the practice server on port .* no model server answers/);
    assert.equal(await isListening(port), true);
    await server.stop();
    assert.equal(await isListening(port), false);
  });

  it('is a practice server on a later port where something else has the usual one', async () => {
    const port = await listenAsNoModelServer();
    const server = await choose(undefined, port);
    assert.ok(server.port > port, `${server.port} is not after ${port}`);
    assert.match(server.description, /no model server that can be used/);
  });

  it('is the model server that answers, and stays when the demo ends', async () => {
    const practice = await startPracticeServer({ port: 0, imitate: 'llama-server' });
    ends.push(() => practice.close());
    const server = await choose(undefined, practice.port);
    assert.equal(server.port, practice.port);
    assert.match(server.description, /llama-server .* on port/);
    await server.stop();
    assert.equal(await isListening(practice.port), true);
  });

  it('is never another one than the one that was named', async () => {
    const port = await listenAsNoModelServer();
    await assert.rejects(chooseServer(port), (error: unknown) => {
      assert.ok(error instanceof DemoError);
      assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${port}.*not a model server`));
      return true;
    });
  });
});

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
