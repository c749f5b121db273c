import assert from 'node:assert/strict';
import { generating, modelServers, settingsFor } from '../../support/generating';
import { startScriptedServer, type ScriptedServer } from '../../support/scriptedServer';
import { chatEvents, koboldIdentity, koboldPerf, koboldStream, llamaStream } from '../../support/serverExchanges';
import { ollamaIdentity, plainJson } from '../../support/serverIdentities';

describe('asking a recognised server for text', () => {
  let server: ScriptedServer;

  afterEach(() => server.close());

  it('asks once for many requests, and again after a failure', async () => {
    let broken = false;
    server = await startScriptedServer({
      ...koboldIdentity(),
      '/api/extra/generate/stream': ({ socket }) => void socket.end(broken ? '' : koboldStream(['a'])),
      '/api/extra/perf': koboldPerf(),
    });
    const servers = modelServers();
    const questions = (): number => server.requests.filter(({ path }) => path === '/api/extra/version').length;
    const settings = settingsFor(server.port);
    await generating({ settings, servers });
    await generating({ settings, servers });
    assert.equal(questions(), 1);
    broken = true;
    assert.equal((await generating({ settings, servers })).error?.reason, 'ended-early');
    broken = false;
    assert.equal((await generating({ settings, servers })).error, undefined);
    assert.equal(questions(), 2);
  });

  it('lets the payload name the provider, also where the server cannot be recognised', async () => {
    server = await startScriptedServer({ '/v1/chat/completions': llamaStream(chatEvents(['hi'])) });
    const outcome = await generating({ settings: settingsFor(server.port, { provider: 'openai' }) });
    assert.equal(outcome.text, 'hi');
    assert.equal(outcome.starts[0]?.server, 'OpenAI-compatible server');
    await server.close();
    server = await startScriptedServer({
      ...koboldIdentity(),
      '/v1/chat/completions': llamaStream(chatEvents(['hi'])),
    });
    const chosen = await generating({ settings: settingsFor(server.port, { provider: 'openai' }) });
    assert.deepEqual([chosen.text, chosen.starts[0]?.provider], ['hi', 'openai']);
  });

  it('says that a server without any model needs one', async () => {
    server = await startScriptedServer({
      '/api/version': plainJson({ version: '0.12' }),
      '/v1/models': plainJson({ data: [] }),
    });
    const { error } = await generating({ settings: settingsFor(server.port) });
    assert.match(String(error?.message), /Ollama 0\.12 on .* has no model/);
  });

  it('sends messages to the OpenAI API of Ollama for a named format, because it would put its template around a text', async () => {
    server = await startScriptedServer({
      ...ollamaIdentity(),
      '/v1/chat/completions': llamaStream(chatEvents(['hi'])),
    });
    assert.equal(
      (await generating({ settings: settingsFor(server.port, { modelFormat: 'chatml', provider: 'openai' }) })).text,
      'hi',
    );
  });
});
