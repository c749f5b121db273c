import assert from 'node:assert/strict';
import { once } from 'node:events';
import fc from 'fast-check';
import { GenerationError, type RecognisedServer } from '../../../src/extension/domain/ports/modelServer';
import { endpointOf } from '../../../src/extension/llm/endpoint';
import { recogniseServer } from '../../../src/extension/llm/recognise';
import { generating, modelServers, settingsFor } from '../../support/generating';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scriptedServer';
import { koboldIdentity, koboldJson, koboldPerf, llamaError, llamaJson } from '../../support/serverExchanges';
import {
  janDocument,
  koboldImitations,
  llamaModels,
  llamaProperties,
  lmStudioIdentity,
  ollamaIdentity,
  openAiModels,
  plainJson,
} from '../../support/serverIdentities';

const LIMITS = { connect: 10_000, silence: 20_000 };
const CHATML =
  "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' }}{% endfor %}";
const LLAMA3 = "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>' }}";
const LOCKED = 'HTTP/1.1 401 Unauthorized\r\n\r\nInvalid or missing authorization token';

/** What was found, for tests that do not ask by which protocol it is spoken to. */
function withoutProvider({ provider, ...rest }: RecognisedServer): Omit<RecognisedServer, 'provider'> {
  assert.ok(provider);
  return rest;
}

describe('recognising a server from its port', () => {
  let server: ScriptedServer;

  afterEach(() => server.close());

  async function recognise(scripts: Readonly<Record<string, Script>>, limits = LIMITS): Promise<RecognisedServer> {
    server = await startScriptedServer(scripts);
    return recogniseServer(endpointOf('127.0.0.1', server.port), limits, new AbortController().signal);
  }

  it('knows KoboldCpp although it imitates all the others', async () => {
    const found = await recognise({
      ...koboldImitations(CHATML),
      ...koboldIdentity(),
      '/api/extra/perf': koboldPerf({ idle: 0, queue: 2 }),
    });
    assert.deepEqual(found, {
      provider: 'koboldcpp',
      kind: 'koboldcpp',
      server: 'KoboldCpp 1.115.1',
      model: 'koboldcpp/tiny',
      models: ['koboldcpp/tiny'],
      contextSize: 512,
      chatTemplate: CHATML,
      modelFormat: 'chatml',
      state: 'busy',
    });
  });

  it('knows a KoboldCpp that tells nothing but its name', async () => {
    const found = await recognise({ '/api/extra/version': koboldJson({ result: 'KoboldCpp' }) });
    assert.deepEqual(found, { provider: 'koboldcpp', kind: 'koboldcpp', server: 'KoboldCpp' });
  });

  it('knows that a KoboldCpp with a password needs a key, and what its model is all the same', async () => {
    const found = await recognise({
      ...koboldIdentity(),
      '/api/extra/version': koboldJson({ result: 'KoboldCpp', version: '1.115.1', protected: true }),
      '/api/v1/model': koboldJson({ result: 'koboldcpp/protected-model' }),
      '/v1/models': koboldJson({ object: 'list', data: [{ id: 'koboldcpp/tiny', owned_by: 'koboldcpp' }] }),
    });
    assert.deepEqual([found.needsKey, found.model], [true, 'koboldcpp/tiny']);
  });

  it('knows a KoboldCpp without a model', async () => {
    const found = await recognise({ ...koboldIdentity(), '/api/v1/model': koboldJson({ result: 'inactive' }) });
    assert.deepEqual([found.model, found.models], [undefined, undefined]);
  });

  it('knows llama-server by its properties, and that it is busy only when no slot is free', async () => {
    const found = await recognise(llamaProperties(LLAMA3, [true, false]));
    assert.deepEqual(withoutProvider(found), {
      kind: 'llama-server',
      server: 'llama-server b6500-abc',
      model: 'tiny',
      models: ['tiny'],
      contextSize: 512,
      chatTemplate: LLAMA3,
      modelFormat: 'llama3',
      slots: 2,
      state: 'idle',
    });
    await server.close();
    assert.equal((await recognise(llamaProperties(LLAMA3, [true, true]))).state, 'busy');
    await server.close();
    const { '/slots': slots, ...withoutSlots } = llamaProperties('', [true]);
    assert.ok(slots);
    const silent = await recognise({
      ...withoutSlots,
      '/slots': llamaError(501, 'not_supported_error', 'This server does not support slots endpoint.'),
    });
    assert.deepEqual([silent.state, silent.slots, silent.chatTemplate], [undefined, 1, undefined]);
  });

  it('knows llama-server by its models where the properties need a key', async () => {
    const locked = llamaError(401, 'authentication_error', 'Invalid API Key');
    const found = await recognise({ '/v1/models': llamaModels(), '/props': locked, '/api/extra/version': locked });
    assert.deepEqual(withoutProvider(found), {
      kind: 'llama-server',
      server: 'llama-server',
      model: 'tiny',
      models: ['tiny'],
      contextSize: 512,
      needsKey: true,
    });
  });

  it('knows llama-server while it loads its model, which it says on every path', async () => {
    const loading = llamaError(503, 'unavailable_error', 'Loading model');
    const found = await recognise({ '/api/extra/version': loading });
    assert.deepEqual(withoutProvider(found), { kind: 'llama-server', server: 'llama-server', state: 'loading' });
    assert.equal(server.requests.length, 1);
    const { error } = await generating({ settings: settingsFor(server.port) });
    assert.ok(error);
    assert.equal(error.reason, 'busy');
    assert.match(error.message, /still loads its model/);
  });

  it('knows Ollama, and takes the model that is in memory', async () => {
    const found = await recognise(ollamaIdentity());
    const { chatTemplate, ...rest } = withoutProvider(found) as Partial<RecognisedServer>;
    assert.match(chatTemplate ?? '', /^\{\{ if \.System/);
    assert.deepEqual(rest, {
      kind: 'ollama',
      server: 'Ollama 0.12.3',
      model: 'loaded:7b',
      models: ['first:latest', 'loaded:7b'],
      contextSize: 4096,
      modelFormat: 'chatml',
    });
    assert.deepEqual(server.requests.find(({ path }) => path === '/api/show')?.body, { model: 'loaded:7b' });
  });

  it('takes the context of an Ollama model that is not in memory from its parameters, never from what it could be', async () => {
    const unloaded = { '/api/ps': plainJson({ models: [] }) };
    const set = await recognise({ ...ollamaIdentity(), ...unloaded });
    assert.deepEqual([set.model, set.contextSize], ['first:latest', 16384]);
    await server.close();
    const unset = await recognise({ ...ollamaIdentity({ parameters: 'stop "x"' }), ...unloaded });
    assert.equal(unset.contextSize, undefined);
  });

  it('knows LM Studio, which answers unknown paths with 200, and takes the loaded model that writes text', async () => {
    assert.deepEqual(withoutProvider(await recognise(lmStudioIdentity())), {
      kind: 'lm-studio',
      server: 'LM Studio',
      model: 'small',
      models: ['big', 'small'],
      contextSize: 4096,
    });
  });

  it('knows text-generation-webui by its internal path, with and without a model', async () => {
    const info = (model_name: string | null) => plainJson({ model_name, lora_names: [], loader: 'llama.cpp' });
    const models = openAiModels({ id: 'one.gguf', owned_by: 'user' }, { id: 'two.gguf', owned_by: 'user' });
    const found = await recognise({ ...models, '/v1/internal/model/info': info('two.gguf') });
    assert.deepEqual(withoutProvider(found), {
      kind: 'text-generation-webui',
      server: 'text-generation-webui',
      model: 'two.gguf',
      models: ['one.gguf', 'two.gguf'],
    });
    for (const none of ['None', null]) {
      await server.close();
      assert.equal((await recognise({ ...models, '/v1/internal/model/info': info(none) })).model, undefined);
    }
  });

  it('knows vLLM and GPT4All by the owner of their models', async () => {
    const vllm = await recognise({
      ...openAiModels({ id: 'm', owned_by: 'vllm', max_model_len: 2048 }),
      '/version': plainJson({ version: '0.11.0' }),
    });
    assert.deepEqual(withoutProvider(vllm), {
      kind: 'vllm',
      server: 'vLLM 0.11.0',
      model: 'm',
      models: ['m'],
      contextSize: 2048,
    });
    await server.close();
    const gpt4all = await recognise(openAiModels({ id: 'Llama 3', owned_by: 'humanity' }));
    assert.deepEqual([gpt4all.kind, gpt4all.server, gpt4all.model], ['gpt4all', 'GPT4All', 'Llama 3']);
  });

  it('knows Jan by its description of its API, also while it is locked', async () => {
    const open = await recognise({ ...janDocument(), ...openAiModels({ id: 'm', owned_by: 'user' }) });
    assert.deepEqual([open.kind, open.model, open.needsKey], ['jan', 'm', undefined]);
    await server.close();
    const locked = await recognise({ ...janDocument(), '/v1/models': LOCKED });
    assert.deepEqual(withoutProvider(locked), { kind: 'jan', server: 'Jan', needsKey: true });
    const { error } = await generating({ settings: settingsFor(server.port) });
    assert.ok(error);
    assert.equal(error.reason, 'unauthorized');
    assert.deepEqual(error.endpoint, { host: '127.0.0.1', port: server.port });
  });

  it('takes everything else with a list of models as OpenAI-compatible', async () => {
    const other = await recognise({ '/v1/models': koboldJson({ data: [] }) });
    assert.deepEqual(other, {
      provider: 'openai',
      kind: 'openai-compatible',
      server: 'OpenAI-compatible server',
    });
    await server.close();
    const odd = await recognise(openAiModels({ id: 5 }, { id: 'good' }));
    assert.deepEqual([odd.kind, odd.models], ['openai-compatible', ['good']]);
  });

  it('sends every question below the path of a URL, and says which host it means', async () => {
    server = await startScriptedServer({ '/llm/v1/models': openAiModels({ id: 'm' })['/v1/models']! });
    const host = `http://127.0.0.1:${server.port}/llm/v1`;
    const found = await modelServers().recognise(host, 1, new AbortController().signal);
    assert.equal(found.model, 'm');
    assert.deepEqual(new Set(server.requests.map(({ path }) => path.slice(0, 5))), new Set(['/llm/']));
    assert.equal(server.requests[0]?.headers.get('host'), `127.0.0.1:${server.port}`);
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

  it('says that every path needs a key', async () => {
    const paths = ['/api/extra/version', '/props', '/api/version', '/api/v0/models', '/v1/models', '/openapi.json'];
    await assert.rejects(recognise(Object.fromEntries(paths.map((path) => [path, LOCKED]))), {
      reason: 'unauthorized',
    });
  });

  it('does not wait for ever for a port that accepts connections and says nothing', async () => {
    const limits = { connect: 10_000, silence: 400 };
    await assert.rejects(recognise({ '/api/extra/version': () => undefined }, limits), (error) => {
      assert.ok(error instanceof GenerationError && error.reason === 'silence-timeout');
      assert.match(error.message, /did not say within 0\.4 seconds what it is/);
      return true;
    });
  });

  it('does not wait for ever for a port that sends a byte now and then', async () => {
    const limits = { connect: 10_000, silence: 400 };
    const drip: Script = async ({ socket, closed }) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{');
      const drops = setInterval(() => socket.write(' '), 100);
      await closed;
      clearInterval(drops);
    };
    await assert.rejects(recognise({ '/api/extra/version': drip }, limits), { reason: 'silence-timeout' });
  });

  it('reads no more of an endless answer than a few megabytes', async () => {
    let sent = 0;
    const flood: Script = async ({ socket, closed }) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"');
      const piece = Buffer.alloc(256 * 1024, 'x');
      while (!socket.destroyed) {
        sent += piece.byteLength;
        if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), closed]);
      }
    };
    await assert.rejects(recognise({ '/api/extra/version': flood }), { reason: 'unrecognised' });
    assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes were sent`);
  });

  it('never crashes and never hangs, whatever the paths answer', async function () {
    this.timeout(60_000);
    const status = fc.constantFrom('200 OK', '401 Unauthorized', '404 Not Found', '500 Oops', '503 Busy');
    const answers = [
      koboldIdentity(),
      llamaProperties('', [false]),
      ollamaIdentity(),
      lmStudioIdentity(),
      janDocument(),
    ];
    const known = fc.constantFrom(...answers.flatMap((one) => Object.values(one)));
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      known.map((answer) => answer.slice(answer.indexOf('\r\n\r\n') + 4)),
    );
    const answer = fc.oneof(
      known,
      fc.tuple(status, body).map(([line, text]) => `HTTP/1.1 ${line}\r\nServer: llama.cpp\r\n\r\n${text}`),
      fc.string(),
    );
    const paths = [...new Set(answers.flatMap((one) => Object.keys(one)))];
    const scripts = fc.dictionary(fc.constantFrom(...paths), answer);
    await fc.assert(
      fc.asyncProperty(scripts, async (chosen) => {
        try {
          const { server: name } = await recognise(chosen, { connect: 5000, silence: 2000 });
          assert.notEqual(name, '');
        } catch (error) {
          assert.ok(error instanceof GenerationError, String(error));
        } finally {
          await server.close();
        }
      }),
      { numRuns: 60 },
    );
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
});
