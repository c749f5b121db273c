import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startPracticeServer, type PracticeServer } from '../../../src/extension/practice/practiceServer';
import type { ServerKind } from '../../../src/shared/model/endpoint';
import { modelServers } from '../../support/generating';

/** A request as it was recorded, and the names that the real server's answer has. */
type Recorded = readonly [
  kind: ServerKind,
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  status: number,
  names: string,
];

const MESSAGES = [{ role: 'user', content: 'Once upon a time' }];
const PROMPT = { prompt: 'Once upon a time', temperature: 0 };
const LONG = 'Once upon a time there was a dog. '.repeat(40);
const CHAT_NAMES = 'choices created model system_fingerprint object usage id timings';
const KOBOLD_CHAT_NAMES = 'id object created model usage choices';
const OLLAMA_END =
  'model created_at done done_reason total_duration load_duration prompt_eval_count prompt_eval_duration eval_count eval_duration';
const COMPLETION_NAMES =
  'index content tokens id_slot stop model tokens_predicted tokens_evaluated generation_settings prompt has_new_line truncated stop_type stopping_word tokens_cached timings';

const RECORDED: readonly Recorded[] = [
  ['llama-server', 'GET', '/health', undefined, 200, 'status'],
  ['llama-server', 'GET', '/v1/models', undefined, 200, 'models object data'],
  [
    'llama-server',
    'GET',
    '/props',
    undefined,
    200,
    'default_generation_settings total_slots model_alias model_path chat_template bos_token eos_token build_info is_sleeping',
  ],
  ['llama-server', 'POST', '/tokenize', { content: 'Once' }, 200, 'tokens'],
  ['llama-server', 'POST', '/apply-template', { messages: MESSAGES }, 200, 'prompt'],
  ['llama-server', 'POST', '/v1/chat/completions', { messages: MESSAGES, max_tokens: 3 }, 200, CHAT_NAMES],
  ['llama-server', 'POST', '/v1/completions', { ...PROMPT, max_tokens: 3 }, 200, CHAT_NAMES],
  ['llama-server', 'POST', '/completion', { ...PROMPT, n_predict: 3 }, 200, COMPLETION_NAMES],
  ['llama-server', 'POST', '/completion', {}, 400, 'error'],
  ['llama-server', 'POST', '/completion', { prompt: LONG }, 400, 'error'],
  ['llama-server', 'POST', '/v1/chat/completions', {}, 400, 'error'],
  ['llama-server', 'POST', '/v1/chat/completions', { messages: 'hello' }, 400, 'error'],
  ['llama-server', 'POST', '/v1/chat/completions', '{"messages": broken', 500, 'error'],
  ['llama-server', 'GET', '/v1/chat/completions', undefined, 404, 'error'],
  ['llama-server', 'GET', '/api/tags', undefined, 404, 'error'],
  ['llama-server', 'GET', '/api/version', undefined, 404, 'error'],
  ['llama-server', 'GET', '/api/v1/model', undefined, 404, 'error'],
  ['koboldcpp', 'GET', '/api/v1/model', undefined, 200, 'result'],
  ['koboldcpp', 'GET', '/api/v1/info/version', undefined, 200, 'result'],
  ['koboldcpp', 'GET', '/api/extra/version', undefined, 200, 'result version protected llm txt2img vision audio'],
  ['koboldcpp', 'GET', '/api/extra/true_max_context_length', undefined, 200, 'value'],
  ['koboldcpp', 'GET', '/api/v1/config/max_length', undefined, 200, 'value'],
  [
    'koboldcpp',
    'GET',
    '/api/extra/perf',
    undefined,
    200,
    'last_token_count last_input_count last_seed total_gens stop_reason queue idle uptime',
  ],
  ['koboldcpp', 'POST', '/api/extra/tokencount', { prompt: 'Once' }, 200, 'value ids prompt'],
  ['koboldcpp', 'POST', '/api/extra/abort', {}, 200, 'success done'],
  ['koboldcpp', 'POST', '/api/extra/generate/check', {}, 200, 'results'],
  ['koboldcpp', 'POST', '/api/v1/generate', { ...PROMPT, max_length: 3 }, 200, 'results'],
  ['koboldcpp', 'POST', '/api/v1/generate', '{"prompt": broken', 500, 'detail'],
  ['koboldcpp', 'GET', '/v1/models', undefined, 200, 'object data'],
  ['koboldcpp', 'POST', '/v1/chat/completions', { messages: MESSAGES, max_tokens: 3 }, 200, KOBOLD_CHAT_NAMES],
  [
    'koboldcpp',
    'GET',
    '/props',
    undefined,
    200,
    'chat_template id id_task total_slots modalities model_path n_ctx default_generation_settings',
  ],
  ['koboldcpp', 'GET', '/api/version', undefined, 200, 'version'],
  ['koboldcpp', 'GET', '/api/tags', undefined, 200, 'models'],
  ['koboldcpp', 'GET', '/api/ps', undefined, 200, 'models'],
  ['koboldcpp', 'POST', '/api/chat', { model: 'x', messages: MESSAGES, stream: false }, 200, `${OLLAMA_END} message`],
  [
    'koboldcpp',
    'POST',
    '/api/generate',
    { model: 'x', ...PROMPT, stream: false },
    200,
    `${OLLAMA_END} response context`,
  ],
  ['koboldcpp', 'GET', '/health', undefined, 404, ''],
  ['koboldcpp', 'POST', '/tokenize', {}, 404, ''],
  ['koboldcpp', 'POST', '/completion', {}, 404, ''],
  ['ollama', 'GET', '/api/version', undefined, 200, 'version'],
  ['ollama', 'GET', '/api/tags', undefined, 200, 'models'],
  ['ollama', 'GET', '/api/ps', undefined, 200, 'models'],
  ['ollama', 'POST', '/api/chat', { model: 'x', messages: MESSAGES }, 404, 'error'],
  ['ollama', 'POST', '/api/chat', undefined, 400, 'error'],
];

describe('an imitation', () => {
  let server: PracticeServer;

  afterEach(() => server.close());

  async function start(imitate: ServerKind, key?: string): Promise<void> {
    const options = { port: 0, imitate, contextSize: 256, tokensPerSecond: 0 };
    server = await startPracticeServer({ ...options, ...(key !== undefined && { key }) });
  }

  function send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response> {
    const written = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    return fetch(`http://127.0.0.1:${String(server.port)}${path}`, {
      method,
      ...(written !== undefined && { body: written }),
      ...(headers && { headers }),
    });
  }

  for (const [kind, method, path, body, status, names] of RECORDED) {
    const asked = body === undefined || typeof body === 'string' ? (body ?? '') : JSON.stringify(body).slice(0, 60);
    it(`answers ${method} ${path} ${asked} as ${kind} was recorded to: ${String(status)}`, async () => {
      await start(kind);
      const answer = await send(method, path, body);
      assert.equal(answer.status, status);
      const text = await answer.text();
      if (names === '') return;
      const real = names.split(' ');
      const said = Object.keys(JSON.parse(text) as object);
      assert.ok(said.length > 0 && said.every((name) => real.includes(name)), `${said.join(' ')} of ${names}`);
    });
  }

  it('of llama-server and KoboldCpp signs all that it sends, by which one that loads is known', async () => {
    const options = { port: 0, imitate: 'llama-server', fault: { kind: 'loading' } } as const;
    server = await startPracticeServer(options);
    const { kind, state } = await modelServers().recognise('127.0.0.1', server.port, new AbortController().signal);
    assert.deepEqual([kind, state], ['llama-server', 'loading']);
    await server.close();
    await start('koboldcpp');
    assert.equal((await send('GET', '/health')).headers.get('server'), 'KoboldCppServer 1');
    await server.close();
    await start('ollama');
    assert.equal((await send('GET', '/api/version')).headers.get('server'), null);
  });

  it('of LM Studio answers unknown paths with 200, and that of Ollama its root with a sentence', async () => {
    await start('lm-studio');
    const unknown = await send('GET', '/api/tags');
    assert.equal(unknown.status, 200);
    assert.match(await unknown.text(), /Unexpected endpoint/);
    await server.close();
    await start('ollama');
    assert.equal(await (await send('GET', '/')).text(), 'Ollama is running');
    const loads = await send('POST', '/api/chat', { model: 'practice-server-not-a-language-model', messages: [] });
    assert.equal(((await loads.json()) as { done_reason: string }).done_reason, 'load');
  });

  it('of GPT4All refuses fields that it does not know', async () => {
    await start('gpt4all');
    const answer = await send('POST', '/v1/completions', { prompt: 'x', stream: false });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /'stream' is not supported/);
  });

  it('of KoboldCpp sends lines of JSON under the name of events, and does not hear the length in a chat', async () => {
    await start('koboldcpp');
    const answer = await send('POST', '/api/chat', { messages: MESSAGES, options: { num_predict: 2 } });
    assert.equal(answer.headers.get('content-type'), 'text/event-stream');
    const lines = (await answer.text()).trim().split('\n');
    assert.ok(lines.length > 10, 'more than two tokens');
    assert.equal((JSON.parse(lines.at(-1)!) as { done: boolean }).done, true);
  });

  for (const kind of ['koboldcpp', 'llama-server'] as const) {
    it(`of ${kind} ${kind === 'koboldcpp' ? 'goes on' : 'stops'} for a client that left while it did not stream`, async () => {
      server = await startPracticeServer({ port: 0, imitate: kind, tokensPerSecond: 5 });
      const left = new AbortController();
      const path = kind === 'koboldcpp' ? '/api/v1/generate' : '/completion';
      const asked = fetch(`http://127.0.0.1:${String(server.port)}${path}`, {
        ...{ method: 'POST', signal: left.signal },
        body: JSON.stringify({ prompt: 'x', genkey: 'K', max_length: 1000, n_predict: 1000 }),
      });
      while (server.engine.idle) await delay(5);
      left.abort();
      await assert.rejects(asked);
      if (kind === 'koboldcpp') {
        await delay(200); // long after the server has seen the connection close
        assert.ok(!server.engine.idle, 'it did not notice');
        assert.equal((await send('POST', '/api/extra/abort', { genkey: 'K' })).status, 200);
      }
      while (!server.engine.idle) await delay(5);
      assert.equal(server.engine.last.finish, 'aborted');
    });
  }

  for (const kind of ['koboldcpp', 'llama-server', 'jan'] as const) {
    it(`of ${kind} with a key tells the open things to everybody and the others only with it`, async () => {
      await start(kind, 'sekret');
      const path = '/v1/chat/completions';
      const body = { messages: MESSAGES, max_tokens: 1 };
      assert.equal((await send('POST', path, body)).status, 401);
      assert.equal((await send('POST', path, body, { authorization: 'Bearer wrong' })).status, 401);
      assert.equal((await send('POST', path, body, { authorization: 'Bearer sekret' })).status, 200);
      assert.equal((await send('GET', '/v1/models')).status, kind === 'jan' ? 401 : 200);
    });
  }
});
