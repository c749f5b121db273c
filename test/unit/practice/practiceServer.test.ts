import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { PortTakenError } from '../../../src/extension/practice/portTakenError';
import {
  startPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '../../../src/extension/practice/practiceServer';
import { generating, settingsFor } from '../../support/generating';

const PROMPT = 'Describe how lanterns guide travellers through the harbour at night.';
const KINDS = [
  ...(['koboldcpp', 'ollama', 'llama-server', 'lm-studio', 'text-generation-webui'] as const),
  ...(['vllm', 'jan', 'gpt4all', 'openai-compatible'] as const),
];
const STREAM = '/api/extra/generate/stream';

describe('the practice server', () => {
  let server: PracticeServer;

  afterEach(() => server.close());

  async function start(options: Partial<PracticeServerOptions> = {}): Promise<void> {
    server = await startPracticeServer({ port: 0, tokensPerSecond: 0, ...options });
  }

  function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    const json = typeof body === 'string' ? body : JSON.stringify(body);
    const url = `http://127.0.0.1:${String(server.port)}${path}`;
    return fetch(url, { method: 'POST', body: json, ...(signal && { signal }) });
  }

  async function get(path: string): Promise<unknown> {
    return (await fetch(`http://127.0.0.1:${String(server.port)}${path}`)).json();
  }

  /** Resolves when so many requests are at work or wait. */
  async function untilAtWork(queued = 0): Promise<void> {
    while (server.engine.idle || server.engine.queue < queued) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it('says what it is by the API of KoboldCpp', async () => {
    await start({ contextSize: 2048 });
    assert.deepEqual(await get('/api/v1/model'), { result: 'koboldcpp/practice-server-not-a-language-model' });
    assert.equal(((await get('/api/extra/version')) as { result: string }).result, 'KoboldCpp');
    assert.deepEqual(await get('/api/extra/true_max_context_length'), { value: 2048 });
    const count = (await (await post('/api/extra/tokencount', { prompt: 'one two' })).json()) as {
      value: number;
      ids: number[];
    };
    assert.deepEqual([count.value, count.ids.length], [2, 2]);
    assert.equal((await fetch(`http://127.0.0.1:${String(server.port)}/nothing`)).status, 404);
  });

  it('writes the same text in one piece and streamed, by both APIs', async () => {
    await start();
    const native = { prompt: PROMPT, max_length: 40, temperature: 0 };
    const whole = (await (await post('/api/v1/generate', native)).json()) as {
      results: [{ text: string; finish_reason: string }];
    };
    assert.equal(whole.results[0].finish_reason, 'length');
    const streamed = await (await post(STREAM, native)).text();
    const events = streamed.split('\n\n').filter((event) => event !== '');
    assert.ok(events.every((event) => event.startsWith('event: message\ndata: {"token":')));
    const tokens = events.map((event) => (JSON.parse(event.split('data: ')[1]!) as { token: string }).token);
    assert.equal(tokens.join(''), whole.results[0].text);
    assert.ok(tokens.length > 30, 'token by token');
    const chat = {
      messages: [{ role: 'user', content: [{ type: 'text', text: PROMPT }] }],
      max_tokens: 40,
      temperature: 0,
    };
    const answer = (await (await post('/v1/chat/completions', chat)).json()) as {
      choices: [{ message: { content: string } }];
      usage: unknown;
    };
    assert.equal(answer.choices[0].message.content, whole.results[0].text);
    assert.deepEqual(answer.usage, { prompt_tokens: 11, completion_tokens: 40, total_tokens: 51 });
    const lines = (
      await (await post('/v1/completions', { prompt: PROMPT, max_tokens: 40, temperature: 0, stream: true })).text()
    ).split('\n\n');
    assert.equal(lines.at(-2), 'data: [DONE]');
    assert.ok(!lines.join('').includes('"usage"'), 'usage only when asked for');
  });

  it('ends at a stop string, which it leaves out, and says so in its status as KoboldCpp does', async () => {
    await start();
    const body = { prompt: PROMPT, max_length: 90, temperature: 0, stop_sequence: ['about a'] };
    const { results } = (await (await post('/api/v1/generate', body)).json()) as {
      results: [{ text: string; finish_reason: string }];
    };
    assert.deepEqual([results[0].text, results[0].finish_reason], ['This is practice text ', 'length']);
    assert.equal(((await get('/api/extra/perf')) as { stop_reason: number }).stop_reason, 2);
  });

  it('writes one text after another, and several at once where it has several slots', async () => {
    await start({
      slots: 1,
      fault: ({ earlierRequests }) => (earlierRequests === 0 ? { kind: 'stall', afterTokens: 2 } : undefined),
    });
    const leave = new AbortController();
    const first = post(STREAM, { prompt: PROMPT }, leave.signal).then((answer) => answer.text());
    first.catch(() => undefined);
    await untilAtWork();
    const second = post(STREAM, { prompt: PROMPT, max_length: 5, temperature: 0 }).then((answer) => answer.text());
    await untilAtWork(1);
    assert.equal(((await get('/api/extra/perf')) as { queue: number }).queue, 1);
    leave.abort(); // the client goes away, and its work ends
    assert.match(await second, /practice/);
    await assert.rejects(first);
    await server.close();
    await start({
      slots: 2,
      fault: ({ earlierRequests }) => (earlierRequests === 0 ? { kind: 'stall', afterTokens: 2 } : undefined),
    });
    void post(STREAM, { prompt: PROMPT })
      .then((answer) => answer.text())
      .catch(() => undefined);
    await untilAtWork();
    assert.match(await (await post(STREAM, { prompt: PROMPT, max_length: 5 })).text(), /"finish_reason":"length"/);
  });

  it('stops the request with a key, whether it is being written or waits', async () => {
    await start({ tokensPerSecond: 4 });
    const first = post(STREAM, { prompt: PROMPT, genkey: 'one' }).then((answer) => answer.text());
    await untilAtWork();
    const second = post(STREAM, { prompt: PROMPT, genkey: 'two' }).then((answer) => answer.text());
    await untilAtWork(1);
    const abort = async (genkey: string): Promise<unknown> => (await post('/api/extra/abort', { genkey })).json();
    assert.deepEqual(await abort('other'), { success: 'false', done: 'false' });
    assert.deepEqual(await abort('two'), { success: 'true', done: 'false' });
    assert.equal((await second).split('data:').length, 2, 'nothing but the last event');
    assert.deepEqual(await abort('one'), { success: 'true', done: 'true' });
    assert.match(await first, /"token":"","finish_reason":"length"\}\n\n$/);
    assert.deepEqual(await abort(''), { success: 'true', done: 'true' });
    const check = (await (await post('/api/extra/generate/check', {})).json()) as { results: [{ text: string }] };
    assert.equal(typeof check.results[0].text, 'string');
  });

  it('keeps to its pace', async () => {
    await start({ tokensPerSecond: 100 });
    const began = performance.now();
    await (await post(STREAM, { prompt: PROMPT, max_length: 30 })).text();
    assert.ok(performance.now() - began >= 280, 'thirty tokens at a hundred a second');
  });

  it('answers bad requests as the server that it is to be', async () => {
    await start();
    const malformed = await post('/api/v1/generate', '{"prompt": broken');
    assert.deepEqual(
      [malformed.status, await malformed.json()],
      [500, { detail: { msg: 'Error parsing input.', type: 'bad_input' } }],
    );
    assert.equal(await (await post('/api/v1/generate', { prompt: 'x', max_length: 'many' })).text(), 'null');
    await server.close();
    await start({ imitate: 'llama-server' });
    const missing = await post('/v1/chat/completions', {});
    assert.deepEqual(
      [missing.status, ((await missing.json()) as { error: { message: string } }).error.message],
      [400, "'messages' is required"],
    );
    assert.equal((await post('/api/v1/generate', { prompt: 'x' })).status, 404);
  });

  it('says which port is taken, or takes the next one', async () => {
    await start();
    await assert.rejects(startPracticeServer({ port: server.port }), (error) => {
      assert.ok(error instanceof PortTakenError && error.port === server.port);
      assert.match(error.message, new RegExp(`Port ${String(server.port)} is taken`));
      return true;
    });
    const next = await startPracticeServer({ port: server.port, orNextFree: true });
    assert.ok(next.port > server.port);
    await next.close();
  });

  it('closes its port and its connections', async () => {
    await start({ fault: { kind: 'silent' } });
    const waiting = post(STREAM, { prompt: PROMPT });
    waiting.catch(() => undefined);
    await server.close();
    await assert.rejects(waiting);
    const again = createServer().listen(server.port, '127.0.0.1');
    await once(again, 'listening');
    assert.equal((again.address() as AddressInfo).port, server.port);
    again.close();
  });

  const faults: readonly (readonly [PracticeServerOptions['fault'], string | undefined, RegExp])[] = [
    [{ kind: 'refuse' }, 'busy', /no room/],
    [{ kind: 'loading' }, 'busy', /loads its model/],
    [{ kind: 'breakOff', afterTokens: 4 }, 'ended-early', /before its answer was complete/],
    [{ kind: 'stall', afterTokens: 4 }, 'silence-timeout', /sent nothing|did not begin/],
    [{ kind: 'errorInStream', afterTokens: 4, message: 'out of memory' }, 'ended-early', /out of memory/],
    [{ kind: 'garbage', contentType: 'text/html', body: '<p>hello' }, 'protocol', /hello/],
    [{ kind: 'garbage', contentType: 'text/event-stream', body: Uint8Array.of(0xff, 0) }, 'protocol', /UTF-8/],
    [{ kind: 'httpError', status: 418, body: '{"error":"a teapot"}' }, 'http', /418.*a teapot/],
    [{ kind: 'silent' }, 'silence-timeout', /did not begin/],
    [{ kind: 'slow', firstTokenMs: 50 }, undefined, /^$/],
  ];
  for (const imitate of KINDS) {
    for (const [fault, reason, sentence] of faults) {
      it(`can be told to go wrong as ${imitate}: ${JSON.stringify(fault)}`, async () => {
        await start({ imitate, ...(fault && { fault }) });
        const limits = { connect: 10_000, silence: reason === 'silence-timeout' ? 500 : 20_000 };
        const { error, text } = await generating({ settings: settingsFor(server.port), limits });
        assert.equal(error?.reason, reason, error?.message);
        assert.match(error?.message ?? '', sentence);
        // GPT4All cannot stream.
        const part = typeof fault === 'object' && 'afterTokens' in fault && imitate !== 'gpt4all';
        assert.equal(text, part ? 'This is practice text' : reason === undefined ? text : '');
      });
    }
  }

  it('can be told by a request, where that is allowed', async () => {
    await start({ control: true });
    await post('/practice/fault', { kind: 'httpError', status: 500 });
    assert.equal((await post(STREAM, { prompt: PROMPT })).status, 500);
    await post('/practice/fault', 'null');
    assert.equal((await post(STREAM, { prompt: PROMPT, max_length: 1 })).status, 200);
    await server.close();
    await start();
    assert.equal((await post('/practice/fault', { kind: 'refuse' })).status, 404);
  });
});
