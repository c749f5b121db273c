import assert from 'node:assert/strict';
import { GenerationError } from '../../../src/extension/domain/ports/modelServer';
import { tryEndpoint } from '../../../src/extension/engine/tryEndpoint';
import { FakeModelServer } from '../../support/fakesModelServer';

const PLACE = { host: 'gpu.lan', port: 8080 };

describe('testing an endpoint', () => {
  let server: FakeModelServer;
  let now: number;
  const clock = { now: () => now };

  beforeEach(() => {
    server = new FakeModelServer();
    now = 0;
  });

  function trying(): ReturnType<typeof tryEndpoint> {
    return tryEndpoint(PLACE, { server, clock }, new AbortController().signal);
  }

  it("asks for one word by the server's own template, and measures from sending to the first text", async () => {
    const trial = trying();
    now = 500; // the server is recognised first
    await server.last.begin({ server: 'Fake 2', model: 'tiny' });
    now = 700;
    server.last.send(' Hel');
    now = 1700;
    server.last.send('lo \n');
    server.last.end({ completionTokens: 20 });
    assert.deepEqual(await trial, {
      answer: 'Hello',
      thought: false,
      server: 'Fake 2',
      model: 'tiny',
      timeToFirstTokenMs: 200,
      tokensPerSecond: 20,
    });
    const { host, settings } = server.last.request;
    assert.deepEqual([host, settings.port, settings.modelFormat], ['gpu.lan', 8080, 'auto']);
    assert.equal(server.last.prompt, 'Reply with one word.');
  });

  it('tells an empty answer from no measurement', async () => {
    const trial = trying();
    await server.last.begin();
    server.last.end();
    const { answer, timeToFirstTokenMs, tokensPerSecond } = await trial;
    assert.deepEqual([answer, timeToFirstTokenMs, tokensPerSecond], ['', undefined, undefined]);
  });

  it('fails as the server does', async () => {
    const trial = trying();
    server.last.fail('unauthorized');
    await assert.rejects(trial, GenerationError);
  });
});
