import assert from 'node:assert/strict';
import { GenerationError, type RecognisedServer } from '../../../src/extension/domain/ports/modelServer';
import { endpointOf } from '../../../src/extension/llm/endpoint';
import { recogniseServer } from '../../../src/extension/llm/recognise';
import { generating, modelServers, settingsFor } from '../../support/generating';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scriptedServer';
import {
  chatEvents,
  koboldIdentity,
  koboldJson,
  koboldPerf,
  koboldStream,
  llamaError,
  llamaIdentity,
  llamaJson,
  llamaStream,
} from '../../support/serverExchanges';

const LIMITS = { connect: 10_000, silence: 20_000 };

describe('recognising a server from its port', () => {
  let server: ScriptedServer;

  afterEach(() => server.close());

  async function recognise(scripts: Readonly<Record<string, Script>>, limits = LIMITS): Promise<RecognisedServer> {
    server = await startScriptedServer(scripts);
    return recogniseServer(endpointOf('127.0.0.1', server.port), limits, new AbortController().signal);
  }

  it('knows KoboldCpp although it imitates all the others', async () => {
    const found = await recognise({
      ...koboldIdentity(),
      '/props': koboldJson({ chat_template: '', total_slots: 1, n_ctx: 512 }),
      '/api/version': koboldJson({ version: '0.7.0' }),
      '/v1/models': koboldJson({ data: [{ id: 'koboldcpp/tiny', owned_by: 'koboldcpp' }] }),
    });
    assert.deepEqual(found, {
      provider: 'koboldcpp',
      server: 'KoboldCpp 1.115.1',
      model: 'koboldcpp/tiny',
      contextSize: 512,
    });
  });

  it('knows a KoboldCpp that tells nothing but its name', async () => {
    const found = await recognise({ '/api/extra/version': koboldJson({ result: 'KoboldCpp' }) });
    assert.deepEqual(found, { provider: 'koboldcpp', server: 'KoboldCpp' });
  });

  it('knows llama-server by its properties', async () => {
    const found = await recognise(llamaIdentity());
    assert.deepEqual(found, { provider: 'openai', server: 'llama-server b6500-abc', model: 'tiny', contextSize: 512 });
  });

  it('knows llama-server by its models where the properties need a key', async () => {
    const locked = llamaError(401, 'authentication_error', 'Invalid API Key');
    const found = await recognise({ ...llamaIdentity(), '/props': locked, '/api/extra/version': locked });
    assert.deepEqual(found, { provider: 'openai', server: 'llama-server', model: 'tiny', contextSize: 512 });
  });

  it('knows Ollama, and takes the model that is in memory', async () => {
    const models = llamaJson({ object: 'list', data: [{ id: 'first:latest' }, { id: 'loaded:7b' }] });
    const found = await recognise({
      '/api/version': llamaJson({ version: '0.12.3' }),
      '/v1/models': models,
      '/api/ps': llamaJson({ models: [{ name: 'loaded:7b', context_length: 4096 }] }),
    });
    const { templatesCompletions, ...rest } = found as RecognisedServer & { templatesCompletions?: boolean };
    assert.equal(templatesCompletions, true);
    assert.deepEqual(rest, { provider: 'openai', server: 'Ollama 0.12.3', model: 'loaded:7b', contextSize: 4096 });
  });

  it('knows LM Studio, which answers unknown paths with 200, and takes the loaded model that writes text', async () => {
    const odd = llamaJson({ error: 'Unexpected endpoint or method. (GET)' });
    const found = await recognise({
      '/api/extra/version': odd,
      '/props': odd,
      '/api/version': odd,
      '/api/ps': odd,
      '/api/v0/models': llamaJson({
        data: [
          { id: 'embedder', type: 'embeddings', state: 'loaded', max_context_length: 512 },
          { id: 'big', type: 'llm', state: 'not-loaded', max_context_length: 32768 },
          { id: 'small', type: 'llm', state: 'loaded', max_context_length: 8192, loaded_context_length: 4096 },
        ],
      }),
      '/v1/models': llamaJson({ data: [{ id: 'embedder' }] }),
    });
    assert.deepEqual(found, { provider: 'openai', server: 'LM Studio', model: 'small', contextSize: 4096 });
  });

  it('knows vLLM by its owner, and others as OpenAI-compatible', async () => {
    const vllm = await recognise({
      '/v1/models': llamaJson({ data: [{ id: 'm', owned_by: 'vllm', max_model_len: 2048 }] }),
    });
    assert.deepEqual(vllm, { provider: 'openai', server: 'vLLM', model: 'm', contextSize: 2048 });
    await server.close();
    const other = await recognise({ '/v1/models': koboldJson({ data: [] }) });
    assert.deepEqual(other, { provider: 'openai', server: 'OpenAI-compatible server' });
  });

  const refusals: readonly (readonly [string, Readonly<Record<string, Script>>, string])[] = [
    [
      'a web server',
      { '/api/extra/version': llamaJson([]), '/v1/models': 'HTTP/1.1 200 OK\r\n\r\n<html>' },
      'unrecognised',
    ],
    ['a model list that is none', { '/v1/models': llamaJson({ data: [{ id: 5 }] }) }, 'unrecognised'],
    ['something that does not speak HTTP', { '/api/extra/version': 'RFB 003.008\n' }, 'protocol'],
    ['something that hangs up', { '/api/extra/version': '' }, 'ended-early'],
  ];
  for (const [what, scripts, reason] of refusals) {
    it(`says "${reason}" of ${what}`, async () => {
      await assert.rejects(recognise(scripts), { name: 'GenerationError', reason });
    });
  }

  it('says that a server still loads its model, and that every path needs a key', async () => {
    const everywhere = (script: Script): Record<string, Script> =>
      Object.fromEntries(
        ['/api/extra/version', '/props', '/api/version', '/api/v0/models', '/v1/models', '/api/ps'].map((path) => [
          path,
          script,
        ]),
      );
    await assert.rejects(recognise(everywhere(llamaError(503, 'unavailable_error', 'Loading model'))), {
      reason: 'busy',
    });
    await server.close();
    await assert.rejects(recognise(everywhere(llamaError(401, 'x', 'Invalid API Key'))), { reason: 'unauthorized' });
  });

  it('does not wait for ever for a port that accepts connections and says nothing', async () => {
    const limits = { connect: 10_000, silence: 1000 };
    await assert.rejects(recognise({ '/api/extra/version': () => undefined }, limits), (error) => {
      assert.ok(error instanceof GenerationError && error.reason === 'silence-timeout');
      assert.match(error.message, /did not say within 1 seconds what it is/);
      return true;
    });
  });

  it('stops when it is told to', async () => {
    server = await startScriptedServer({ '/api/extra/version': () => undefined });
    const stop = new AbortController();
    const running = modelServers().recognise('127.0.0.1', server.port, stop.signal);
    const { closed } = await server.requestTo('/api/extra/version');
    stop.abort();
    await assert.rejects(running, { reason: 'cancelled' });
    await closed;
  });

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
      '/api/version': llamaJson({ version: '0.12' }),
      '/v1/models': llamaJson({ data: [] }),
    });
    const { error } = await generating({ settings: settingsFor(server.port) });
    assert.match(String(error?.message), /Ollama 0\.12 on .* has no model/);
  });

  it('sends messages to Ollama for a named format, because it would put its template around a text', async () => {
    server = await startScriptedServer({
      '/api/version': llamaJson({ version: '0.12' }),
      '/v1/models': llamaJson({ data: [{ id: 'm' }] }),
      '/v1/chat/completions': llamaStream(chatEvents(['hi'])),
    });
    assert.equal((await generating({ settings: settingsFor(server.port, { modelFormat: 'chatml' }) })).text, 'hi');
  });
});
