import assert from 'node:assert/strict';
import fc from 'fast-check';
import { streamOpenAi } from '../../../src/extension/llm/openAiCompatible';
import { openAiDialect } from '../../../src/extension/llm/openAiDialect';
import { modelServers, settingsFor } from '../../support/generating';
import { ProviderSuite } from '../../support/providerSuite';
import type { Script } from '../../support/scriptedServer';
import {
  chatEvent,
  chatEvents,
  chunk,
  dataEvent,
  doneEvent,
  llamaError,
  llamaIdentity,
  llamaJson,
  llamaStream,
  llamaStreamHead,
  usageEvent,
} from '../../support/serverExchanges';

const CHAT = '/v1/chat/completions';
const COMPLETIONS = '/v1/completions';
const PIECES = [',', ' there', ' was'];

describe('an OpenAI-compatible server', () => {
  const suite = new ProviderSuite(llamaIdentity, CHAT, { provider: 'openai' });
  const start = (chat: Script, more?: Readonly<Record<string, Script>>): Promise<void> => suite.start(chat, more);

  it('gets the messages for its own template, temperature 0 as 0, and only the settings that were made', async () => {
    await start(llamaStream(chatEvents(PIECES)));
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ] as const;
    const outcome = await suite.ask({}, { messages });
    const { body } = await suite.server.requestTo(CHAT);
    assert.deepEqual(body, {
      model: 'tiny',
      messages,
      max_tokens: 12,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
    });
    assert.deepEqual(outcome.starts, [
      {
        provider: 'openai',
        server: 'llama-server b6500-abc',
        model: 'tiny',
        contextSize: 512,
        prompt: JSON.stringify(messages, undefined, 2),
      },
    ]);
    assert.equal(outcome.text, PIECES.join(''));
    assert.deepEqual(outcome.end, { model: 'tiny', finishReason: 'length', promptTokens: 5, completionTokens: 3 });
  });

  it('gets every sampling setting, and the model that the payload names', async () => {
    await start(llamaStream(chatEvents(PIECES)));
    const parameters = { topP: 0.9, topK: 40, minP: 0.05, repeatPenalty: 1.1, seed: 7, stop: ['END'] };
    await suite.ask({ parameters, model: 'other' });
    const { messages, stream, stream_options, ...rest } = (await suite.server.requestTo(CHAT)).body as Record<
      string,
      unknown
    >;
    assert.ok(messages !== undefined && stream === true && stream_options !== undefined);
    assert.deepEqual(rest, {
      model: 'other',
      max_tokens: 12,
      temperature: 0,
      top_p: 0.9,
      top_k: 40,
      min_p: 0.05,
      repeat_penalty: 1.1,
      seed: 7,
      stop: ['END'],
    });
  });

  for (const [modelFormat, prompt] of [
    ['raw', 'Once upon a time'],
    ['chatml', '<|im_start|>user\nOnce upon a time<|im_end|>\n<|im_start|>assistant\n'],
  ] as const) {
    it(`gets the exact text by its completion API for the format "${modelFormat}"`, async () => {
      const part = (text: string, finish: string | null, usage?: unknown): string =>
        dataEvent({ choices: [{ text, index: 0, logprobs: null, finish_reason: finish }], model: 'tiny', usage });
      const usage = { completion_tokens: 2, prompt_tokens: 5, total_tokens: 7 };
      await start('', {
        [COMPLETIONS]: llamaStream([part('a', null), part('b', null), part('', 'stop', usage), doneEvent]),
      });
      const outcome = await suite.ask({ modelFormat });
      const { body } = await suite.server.requestTo(COMPLETIONS);
      assert.equal((body as { prompt: string }).prompt, prompt);
      assert.equal(outcome.starts[0]?.prompt, prompt);
      assert.equal(outcome.text, 'ab');
      assert.deepEqual(outcome.end, { model: 'tiny', finishReason: 'stop', promptTokens: 5, completionTokens: 2 });
    });
  }

  const complete: readonly (readonly [string, readonly string[], unknown])[] = [
    ['without [DONE]', [chatEvent({ content: 'x' }), chatEvent({}, 'stop')], { model: 'tiny', finishReason: 'stop' }],
    [
      'whose [DONE] lacks the blank line',
      [chatEvent({ content: 'x' }), chatEvent({}, 'stop'), 'data: [DONE]'],
      { model: 'tiny', finishReason: 'stop' },
    ],
    ['with [DONE] and no reason', [chatEvent({ content: 'x' }), doneEvent], { model: 'tiny', finishReason: 'unknown' }],
    [
      'with comments, other fields and CR LF',
      [
        ': ping\r\n\r\nevent: message\r\nid: 5\r\nretry: 10\r\n',
        chatEvent({ content: 'x' }),
        ':\n\n',
        chatEvent({ content: null }, 'length'),
        doneEvent,
      ],
      { model: 'tiny', finishReason: 'length' },
    ],
    [
      'with counts before the reason',
      [usageEvent(9, 1), chatEvent({ content: 'x' }, 'stop')],
      { model: 'tiny', finishReason: 'stop', promptTokens: 9, completionTokens: 1 },
    ],
    [
      'with null for choices and odd counts',
      [
        chatEvent({ content: 'x' }, 'stop'),
        dataEvent({ choices: null, usage: { prompt_tokens: -1, completion_tokens: 'many' } }),
        doneEvent,
      ],
      { model: 'tiny', finishReason: 'stop' },
    ],
    [
      'with text after a mark at the very beginning',
      ['\ufeff' + chatEvent({ content: 'x' }), chatEvent({}, 'stop')],
      { model: 'tiny', finishReason: 'stop' },
    ],
  ];
  for (const [what, events, end] of complete) {
    it(`may send a stream ${what}`, async () => {
      await start(llamaStream(events));
      const outcome = await suite.ask();
      assert.equal(outcome.error, undefined);
      assert.equal(outcome.text, 'x');
      assert.deepEqual(outcome.end, end);
    });
  }

  it('may leave the connection open after the reason for the end', async () => {
    await start(({ socket }) => {
      socket.write(Buffer.concat([Buffer.from(llamaStreamHead()), chunk(chatEvent({ content: 'x' }, 'stop'))]));
    });
    const { end } = await suite.ask();
    assert.equal(end?.finishReason, 'stop');
    await (
      await suite.server.requestTo(CHAT)
    ).closed;
  }).timeout(10_000);

  it('may answer in one piece where it cannot stream', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 2 };
    await start(
      llamaJson({
        choices: [{ index: 0, message: { role: 'assistant', content: 'All at once' }, finish_reason: 'stop' }],
        model: 'tiny',
        usage,
      }),
    );
    const { text, end } = await suite.ask();
    assert.equal(text, 'All at once');
    assert.deepEqual(end, { model: 'tiny', finishReason: 'stop', promptTokens: 3, completionTokens: 2 });
  });

  const cutPieces = ['Grüße ', '\u{1f469}\u200d\u{1f680}', '\r\n', '\ufeff', '日本', 'x\u0000y'];
  const body = Buffer.from(chatEvents(cutPieces).join(''));
  suite.staysTheSameHoweverCut(llamaStreamHead(), body, { text: cutPieces.join('') }, chunk);

  const fields: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['reasoning_content', { reasoning_content: 'Hm' }],
    ['reasoning', { reasoning: 'Hm', content: null }],
    ['both', { reasoning_content: 'Hm', reasoning: 'Hm' }],
  ];
  for (const [name, delta] of fields) {
    it(`tells thinking apart by the field ${name}`, async () => {
      const text = chatEvent({ content: 'So </think>' });
      await start(llamaStream([chatEvent(delta), text, chatEvent({}, 'stop'), doneEvent]));
      const outcome = await suite.ask();
      assert.deepEqual([outcome.thinking, outcome.text, outcome.error], ['Hm', 'So </think>', undefined]);
    });
  }

  it('tells thinking apart by the marks in its text, cut anywhere, and by a closing mark alone', async () => {
    for (const pieces of [
      ['<thi', 'nk>\nHm', '</think>', '\n\nSo'],
      ['Hm</', 'think>So'],
    ]) {
      await start(llamaStream(chatEvents(pieces)));
      const { thinking, text } = await suite.ask();
      assert.deepEqual([thinking, text], ['Hm', 'So']);
    }
  });

  it('begins with thinking where the prompt already opened it', async () => {
    const events = ['Hm', '</think>\n', 'So'].map((text) => dataEvent({ choices: [{ text, finish_reason: null }] }));
    await start('', { [COMPLETIONS]: llamaStream([...events, doneEvent]) });
    const messages = [{ role: 'user', content: 'Why?\n<think>\n' }] as const;
    const pieces: string[] = [];
    const { thinking, text } = await suite.ask(
      { modelFormat: 'raw' },
      { messages, onText: (soFar) => pieces.push(soFar) },
    );
    assert.deepEqual([thinking, text, pieces], ['Hm', 'So', ['So']]);
  });

  it('stops when the connection closes, and is asked nothing else', async () => {
    await start(({ socket }) => {
      socket.write(Buffer.concat([Buffer.from(llamaStreamHead()), chunk(chatEvent({ content: 'so far' }))]));
    });
    const stop = new AbortController();
    const { text, error } = await suite.ask(
      {},
      {
        signal: stop.signal,
        onText: () => {
          stop.abort();
        },
      },
    );
    assert.equal(error?.reason, 'cancelled');
    assert.equal(text, 'so far');
    const streamed = await suite.server.requestTo(CHAT);
    await streamed.closed;
    assert.equal(suite.server.requests.at(-1), streamed);
  });

  it('sends nothing when it is stopped before the start or by the listener of the start', async () => {
    await start('');
    const stopped = await suite.ask({}, { signal: AbortSignal.abort() });
    assert.equal(stopped.error?.reason, 'cancelled');
    assert.equal(suite.server.requests.length, 0);
    const stop = new AbortController();
    const listener = { started: () => stop.abort(), text: () => undefined }; // eslint-disable-line @typescript-eslint/no-confusing-void-expression
    const request = { host: '127.0.0.1', settings: settingsFor(suite.server.port), messages: [] };
    await assert.rejects(modelServers().generate(request, listener, stop.signal), { reason: 'cancelled' });
    assert.ok(!suite.server.requests.some(({ path }) => path === CHAT));
  });

  suite.explains([
    [
      'a prompt that is too long',
      llamaError(400, 'exceed_context_size_error', 'request (1202 tokens) exceeds', {
        n_prompt_tokens: 1202,
        n_ctx: 512,
      }),
      'context-exceeded',
      /prompt has 1202 tokens.*room for 512/,
    ],
    [
      'a prompt that is too long, in the words of others',
      llamaJson(
        { error: { message: 'maximum context length is 2048 tokens', code: 'context_length_exceeded' } },
        '400 No',
      ),
      'context-exceeded',
      /too long.*2048/,
    ],
    [
      'a prompt that turns out too long in the stream',
      llamaStream([
        dataEvent({
          error: { code: 400, message: 'm', type: 'exceed_context_size_error', n_prompt_tokens: 9, n_ctx: 8 },
        }),
      ]),
      'context-exceeded',
      /9 tokens.*room for 8/,
    ],
    [
      'a server that loads its model',
      llamaError(503, 'unavailable_error', 'Loading model'),
      'busy',
      /still loads its model/,
    ],
    ['too many requests', llamaError(429, 'rate', 'slow down'), 'busy', /status 429: slow down/],
    ['a missing key', llamaError(401, 'authentication_error', 'Invalid API Key'), 'unauthorized', /access key/],
    [
      'a model that is not there (Ollama)',
      llamaJson({ error: "model 'x' not found" }, '404 Not Found'),
      'http',
      /status 404.*model 'x' not found/,
    ],
    ['words of FastAPI', llamaJson({ detail: 'Not Found' }, '404 Not Found'), 'http', /Not Found/],
    [
      'an unknown path answered with 200 (LM Studio)',
      llamaJson({ error: 'Unexpected endpoint or method.' }),
      'http',
      /answered with an error: Unexpected endpoint/,
    ],
    [
      'an error page',
      'HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html><style>p{}</style><h1>Bad   Gateway</h1>',
      'http',
      /502.*: Bad Gateway\. Change/,
    ],
    ['an endless error', `HTTP/1.1 500 No\r\nconnection: close\r\n\r\n${'e'.repeat(300_000)}`, 'http', /500.*e{300}…/],
    [
      'an error in the stream',
      llamaStream([
        chatEvent({ content: 'a' }),
        dataEvent({ error: { code: 500, message: 'slot\u001b[31m failed', type: 'server_error' } }),
      ]),
      'ended-early',
      /broke off its answer: slot \[31m failed/,
    ],
    [
      'an error in the stream that is no event',
      llamaStream([chatEvent({ content: 'a' }), '{"error":{"message":"no memory"}}\n']),
      'ended-early',
      /no memory/,
    ],
    [
      'a stream that ends early',
      llamaStream([chatEvent({ content: 'a' })]),
      'ended-early',
      /before its answer was complete/,
    ],
    [
      'a chunk that is cut',
      Buffer.concat([Buffer.from(llamaStreamHead()), Buffer.from('ff\r\ndata: {')]),
      'ended-early',
      /before its answer was complete/,
    ],
    ['a content that is no text', llamaStream([chatEvent({ content: { a: 1 } })]), 'protocol', /"content":\{"a":1\}/],
    ['null for an event', llamaStream(['data: null\n\n']), 'protocol', /found null/],
    [
      'a stream of something else',
      llamaStream(['{"response":"a","done":false}\n', '{"response":"","done":true}\n']),
      'protocol',
      /"response"/,
    ],
    ['events of something else', llamaStream([dataEvent({ response: 'a' })]), 'protocol', /"response"/],
  ]);

  const anyChoice = fc.record(
    { delta: fc.jsonValue(), text: fc.jsonValue(), finish_reason: fc.jsonValue() },
    { requiredKeys: [] },
  );
  suite.survives(
    llamaStream(chatEvents(PIECES)),
    fc.oneof(
      fc.json().map((json) => llamaStream([`data: ${json}\n\n`])),
      fc.array(anyChoice, { maxLength: 3 }).map((choices) => llamaStream([dataEvent({ choices }), doneEvent])),
      fc.jsonValue().map((error) => llamaStream([dataEvent({ error })])),
    ),
    (endpoint, limits, sink, never) => {
      const dialect = openAiDialect('llama-server');
      const settings = settingsFor(endpoint.port);
      const request = {
        input: { messages: [] },
        stop: undefined,
        settings,
        dialect,
        model: undefined,
        koboldKey: undefined,
      };
      return streamOpenAi(endpoint, request, limits, sink, never);
    },
  );
});
