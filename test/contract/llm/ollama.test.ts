import assert from 'node:assert/strict';
import fc from 'fast-check';
import { streamOllama } from '../../../src/extension/llm/ollama';
import { settingsFor } from '../../support/generating';
import { ProviderSuite } from '../../support/providerSuite';
import {
  chunk,
  koboldIdentity,
  ollamaChatLine,
  ollamaEnd,
  ollamaIdentity,
  ollamaJson,
  ollamaLine,
  ollamaStream,
  ollamaStreamHead,
} from '../../support/serverExchanges';

const CHAT = '/api/chat';
const GENERATE = '/api/generate';
const PIECES = ['The', ' sky', ' is'];
const LINES = [...PIECES.map((content) => ollamaChatLine({ content })), ollamaEnd()];
const SCHEMA = '{"type": "object"}';

describe('Ollama', () => {
  const suite = new ProviderSuite(ollamaIdentity, CHAT, { provider: 'ollama' });

  it("gets the messages for the model's template, temperature 0 as 0, and only the settings that were made", async () => {
    await suite.start(ollamaStream(LINES));
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why is the sky blue?' },
    ] as const;
    const { starts, text, end } = await suite.ask({}, { messages });
    assert.deepEqual(await suite.body(), {
      ...{ model: 'tiny:latest', messages, options: { num_predict: 12, temperature: 0 }, stream: true },
    });
    assert.deepEqual(starts, [
      {
        ...{ provider: 'ollama', server: 'Ollama 0.12.3', model: 'tiny:latest', contextSize: 4096 },
        prompt: JSON.stringify(messages, undefined, 2),
      },
    ]);
    assert.equal(text, PIECES.join(''));
    assert.deepEqual(end, { model: 'tiny:latest', finishReason: 'stop', promptTokens: 26, completionTokens: 8 });
  });

  it('gets every sampling setting among its options, the schema as its format, and the model that is asked for', async () => {
    await suite.start(ollamaStream(LINES));
    const parameters = { topP: 0.9, topK: 40, minP: 0.05, repeatPenalty: 1.1, seed: 7, stop: ['END'] };
    const { starts } = await suite.ask({ parameters: { ...parameters, jsonSchema: SCHEMA }, model: 'other' });
    const { options, format, model } = await suite.body();
    assert.deepEqual(options, {
      ...{ num_predict: 12, temperature: 0, top_p: 0.9, top_k: 40, min_p: 0.05, repeat_penalty: 1.1, seed: 7 },
      stop: ['END'],
    });
    assert.deepEqual([format, model], [{ type: 'object' }, 'other']);
    assert.equal(starts[0]?.ignoredSettings, undefined);
  });

  for (const [modelFormat, prompt] of [
    ['raw', 'Once upon a time'],
    ['chatml', '<|im_start|>user\nOnce upon a time<|im_end|>\n<|im_start|>assistant\n'],
  ] as const) {
    it(`gets the exact text for the format "${modelFormat}", and puts no template around it`, async () => {
      const last = { response: '', done: true, done_reason: 'length', context: [1, 2], eval_count: 2 };
      await suite.start('', {
        [GENERATE]: ollamaStream([ollamaLine({ response: 'a', done: false }), ollamaLine(last)]),
      });
      const { text, end } = await suite.ask({ modelFormat });
      const body = await suite.body(GENERATE);
      assert.deepEqual([body['prompt'], body['raw'], 'messages' in body], [prompt, true, false]);
      assert.equal(text, 'a');
      assert.deepEqual(end, { model: 'tiny:latest', finishReason: 'length', completionTokens: 2 });
    });
  }

  const streams: readonly (readonly [string, Uint8Array | string])[] = [
    ['with the last text in the last line', ollamaStream([ollamaChatLine({ content: 'a' }), end({ content: 'b' })])],
    ['with images that are null', ollamaStream([ollamaChatLine({ content: 'ab', images: null }), end({})])],
    ['without a line end at its end', ollamaStream([ollamaChatLine({ content: 'ab' }), end({ content: '' }).trim()])],
    ['with blank lines and CR LF', ollamaStream([`\r\n${ollamaChatLine({ content: 'ab' }).trim()}\r\n\n`, end({})])],
    ['called an event stream', ollamaStream([ollamaChatLine({ content: 'ab' }), end({})], 'text/event-stream')],
    ['in one piece', ollamaJson({ model: 'tiny', message: { role: 'assistant', content: 'ab' }, done: true })],
  ];
  for (const [what, answer] of streams) {
    it(`may send a stream ${what}`, async () => {
      await suite.start(answer);
      const { text, error } = await suite.ask();
      assert.deepEqual([text, error], ['ab', undefined]);
    });
  }

  const reasons: readonly (readonly [unknown, string])[] = [
    ['stop', 'stop'],
    ['length', 'length'],
    ['load', 'unknown'],
    ['unload', 'unknown'],
    [undefined, 'unknown'],
    [5, 'unknown'],
  ];
  for (const [said, meant] of reasons) {
    it(`takes the reason ${String(said)} for "${meant}"`, async () => {
      await suite.start(ollamaStream([ollamaEnd({ done_reason: said })]));
      assert.equal((await suite.ask()).end?.finishReason, meant);
    });
  }

  it('may count nothing of a prompt that it had in its cache', async () => {
    await suite.start(ollamaStream([ollamaEnd({ prompt_eval_count: undefined })]));
    assert.deepEqual((await suite.ask()).end, {
      ...{ model: 'tiny:latest', finishReason: 'stop', completionTokens: 8 },
    });
  });

  it('tells thinking apart itself, in chats and in continuations', async () => {
    const thoughts = [
      ollamaChatLine({ content: '', thinking: 'Hm' }),
      ollamaChatLine({ content: '', thinking: ', so.' }),
    ];
    await suite.start(ollamaStream([...thoughts, ollamaChatLine({ content: 'Yes </think>' }), ollamaEnd()]), {
      [GENERATE]: ollamaStream([
        ollamaLine({ response: '', thinking: 'Hm', done: false }),
        ollamaLine({ response: 'No', done: true }),
      ]),
    });
    const chat = await suite.ask();
    assert.deepEqual([chat.thinking, chat.text], ['Hm, so.', 'Yes </think>']);
    const raw = await suite.ask({ modelFormat: 'raw' });
    assert.deepEqual([raw.thinking, raw.text], ['Hm', 'No']);
  });

  it('is imitated by KoboldCpp, with times that are dummies', async () => {
    const name = 'koboldcpp/tiny';
    const line = (fields: object): string =>
      `${JSON.stringify({ model: name, created_at: '2026-11-01T08:00:00.1+00:00', ...fields })}\n`;
    const said = line({ message: { role: 'assistant', content: 'One day' }, done: false });
    const counts = { prompt_eval_count: 35, prompt_eval_duration: 1, eval_count: 256, eval_duration: 1 };
    const last = line({
      ...{ message: { role: 'assistant', content: '' }, done: true, done_reason: 'length' },
      ...{ total_duration: 1, load_duration: 1, ...counts },
    });
    const head = ['HTTP/1.0 200 OK', 'connection: keep-alive', 'content-type: text/event-stream', '', ''].join('\r\n');
    await suite.start(head + said + last, koboldIdentity());
    const { text, end } = await suite.ask();
    assert.equal(text, 'One day');
    const disregardedSettings = ['response_length']; // the imitation does not hear num_predict
    assert.deepEqual(end, {
      ...{ model: name, finishReason: 'length', promptTokens: 35, completionTokens: 256, disregardedSettings },
    });
  });

  it('stops when the connection closes, and is asked nothing else', async () => {
    await suite.start(({ socket }) => {
      socket.write(Buffer.concat([Buffer.from(ollamaStreamHead()), chunk(ollamaChatLine({ content: 'so far' }))]));
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
    assert.deepEqual([error?.reason, text], ['cancelled', 'so far']);
    await (
      await suite.server.requestTo(CHAT)
    ).closed;
    assert.equal(suite.server.requests.at(-1)?.path, CHAT);
  });

  suite.explains([
    [
      'a model that is not there',
      ollamaJson({ error: "model 'x' not found" }, '404 Not Found'),
      'http',
      /404.*'x' not/,
    ],
    [
      'a missing body',
      ollamaJson({ error: 'missing request body' }, '400 Bad Request'),
      'http',
      /400.*missing request/,
    ],
    ['too many requests', ollamaJson({ error: 'slow down' }, '429 No'), 'busy', /no room.*slow down/],
    [
      'a full queue',
      ollamaJson({ error: 'server busy, please try again.  maximum pending requests exceeded' }, '503 No'),
      'busy',
      /no room.*server busy, please/,
    ],
    [
      'a full queue behind a gateway',
      ollamaJson({ error: 'server busy' }, '500 No'),
      'busy',
      /status 500: server busy/,
    ],
    ['a model that is being loaded', ollamaJson({ error: 'model is loading' }, '500 No'), 'busy', /still loads its/],
    ['a gateway without Ollama', ollamaJson({ error: 'upstream' }, '502 Bad Gateway'), 'http', /502.*upstream/],
    [
      'an error in the stream',
      ollamaStream([ollamaChatLine({ content: 'a' }), ollamaLine({ error: 'an error was encountered' })]),
      'ended-early',
      /broke off its answer: an error was/,
    ],
    ['an error in place of the stream', ollamaStream(['{"error":"out of memory"}\n']), 'ended-early', /out of memory/],
    ['a stream without its last line', ollamaStream([ollamaChatLine({ content: 'a' })]), 'ended-early', /before its/],
    ['a line that is cut', ollamaStream([ollamaChatLine({ content: 'a' }), '{"mess']), 'ended-early', /before its/],
    ['a line that is no JSON', ollamaStream(['data: x\n']), 'protocol', /lines of JSON, found "data: x"/],
    ['a line without an answer', ollamaStream(['{"status":"ok"}\n']), 'protocol', /"status"/],
    ['a content that is no text', ollamaStream([ollamaChatLine({ content: [1] })]), 'protocol', /"content":\[1\]/],
    ['an endless line', ollamaStream([`{"x":"${'x'.repeat(1_200_000)}`]), 'protocol', /more than 1 MB/],
    [
      'bytes that are not UTF-8',
      Buffer.concat([Buffer.from(ollamaStreamHead()), chunk(Uint8Array.of(0x7b, 0xff)), chunk('')]),
      'protocol',
      /not UTF-8/,
    ],
  ]);

  const cutPieces = ['Grüße ', '\u{1f469}\u200d\u{1f680}', '\n', '\ufeff', '日本'];
  const lines = [
    ollamaLine({ message: { role: 'assistant', content: '', thinking: 'Hm' }, done: false }),
    ...cutPieces.map((content) => `${JSON.stringify({ message: { content } })}\n`),
    '{"done":true}\n',
  ];
  const expected = { text: cutPieces.join(''), thinking: 'Hm' };
  suite.staysTheSameHoweverCut(ollamaStreamHead(), Buffer.from(lines.join('')), expected, chunk);

  suite.survives(
    ollamaStream(LINES),
    fc.oneof(
      fc.json().map((json) => ollamaStream([`${json}\n`])),
      fc
        .record({ message: fc.jsonValue(), response: fc.jsonValue(), done: fc.jsonValue() }, { requiredKeys: [] })
        .map((fields) => ollamaStream([ollamaLine(fields)])),
    ),
    (endpoint, limits, sink, never) => {
      const input = { messages: [] };
      const request = {
        input,
        stop: undefined,
        settings: settingsFor(endpoint.port),
        model: undefined,
        koboldKey: undefined,
      };
      return streamOllama(endpoint, request, limits, sink, never);
    },
  );
});

function end(message: Readonly<Record<string, unknown>>): string {
  return ollamaEnd({ message: { role: 'assistant', content: '', ...message } });
}
