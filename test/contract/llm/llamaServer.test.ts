import assert from 'node:assert/strict';
import fc from 'fast-check';
import { streamLlamaServer } from '../../../src/extension/llm/llamaServer';
import { settingsFor } from '../../support/generating';
import { ProviderSuite } from '../../support/providerSuite';
import {
  chatEvents,
  chunk,
  completionEnd,
  completionEvent,
  dataEvent,
  llamaError,
  llamaIdentity,
  llamaJson,
  llamaStream,
  llamaStreamHead,
} from '../../support/serverExchanges';

const COMPLETION = '/completion';
const CHAT = '/v1/chat/completions';
const PIECES = [',', ' there', ' was'];
const EVENTS = [...PIECES.map(completionEvent), completionEnd()];
const SCHEMA = '{"type": "object", "properties": {"a": {"type": "string"}}}';

describe("llama-server's own protocol", () => {
  const suite = new ProviderSuite(llamaIdentity, COMPLETION, { provider: 'llamacpp', modelFormat: 'raw' });

  it('sends the text as it is, temperature 0 as 0, and only the settings that were made', async () => {
    await suite.start(llamaStream(EVENTS));
    const { starts, text, end } = await suite.ask();
    assert.deepEqual(await suite.body(), { prompt: 'Once upon a time', n_predict: 12, temperature: 0, stream: true });
    assert.deepEqual(starts, [
      {
        ...{ provider: 'llamacpp', server: 'llama-server b6500-abc', model: 'tiny', contextSize: 512 },
        prompt: 'Once upon a time',
      },
    ]);
    assert.equal(text, PIECES.join(''));
    assert.deepEqual(end, { model: 'tiny', finishReason: 'length', promptTokens: 5, completionTokens: 3 });
  });

  it('sends every sampling setting under the name that llama-server has for it', async () => {
    await suite.start(llamaStream(EVENTS));
    const parameters = { topP: 0.9, topK: 40, minP: 0.05, repeatPenalty: 1.1, seed: 7, stop: ['END'] };
    const { starts } = await suite.ask({ temperature: 0.7, parameters: { ...parameters, jsonSchema: SCHEMA } });
    const { prompt, stream, ...rest } = await suite.body();
    assert.ok(prompt !== undefined && stream === true);
    assert.deepEqual(rest, {
      ...{ n_predict: 12, temperature: 0.7, top_p: 0.9, top_k: 40, min_p: 0.05, repeat_penalty: 1.1, seed: 7 },
      ...{ stop: ['END'], json_schema: JSON.parse(SCHEMA) as unknown },
    });
    assert.equal(starts[0]?.ignoredSettings, undefined);
  });

  it('sends no seed where any will do', async () => {
    await suite.start(llamaStream(EVENTS));
    await suite.ask({ parameters: { seed: -1 } });
    assert.ok(!('seed' in (await suite.body())));
  });

  it('sends the text of a named model format with its stop strings', async () => {
    await suite.start(llamaStream(EVENTS));
    await suite.ask({ modelFormat: 'chatml' });
    const { prompt, stop } = await suite.body();
    assert.equal(prompt, '<|im_start|>user\nOnce upon a time<|im_end|>\n<|im_start|>assistant\n');
    assert.deepEqual(stop, ['<|im_end|>', '<|im_start|>']);
  });

  for (const modelFormat of ['default', 'auto']) {
    it(`leaves the template to the server for the format "${modelFormat}", by its chat API`, async () => {
      await suite.start('', { [CHAT]: llamaStream(chatEvents(PIECES)) });
      const { text } = await suite.ask({ modelFormat, parameters: { jsonSchema: SCHEMA, minP: 0.1 } });
      assert.equal(text, PIECES.join(''));
      const { messages, response_format, min_p } = await suite.body(CHAT);
      assert.deepEqual(messages, [{ role: 'user', content: 'Once upon a time' }]);
      const format = response_format as { type: string; json_schema: { schema: unknown } };
      assert.deepEqual([format.type, format.json_schema.schema], ['json_schema', JSON.parse(SCHEMA)]);
      assert.equal(min_p, 0.1);
    });
  }

  const ends: readonly (readonly [string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>])[] = [
    ['its own end', { stop_type: 'eos' }, { finishReason: 'stop' }],
    ['a stop string', { stop_type: 'word', stopping_word: 'Lily' }, { finishReason: 'stop', stopString: 'Lily' }],
    ['the limit', { stop_type: 'limit' }, { finishReason: 'length' }],
    ['a full context', { stop_type: 'limit', truncated: true }, { finishReason: 'length', truncated: true }],
    ['nothing that it names', { stop_type: 'none' }, { finishReason: 'unknown' }],
    ['text with the end', { content: ' x', stop_type: 'eos' }, { finishReason: 'stop' }],
    ['odd counts', { tokens_evaluated: -1, tokens_predicted: 'many' }, { finishReason: 'length' }],
  ];
  for (const [what, fields, expected] of ends) {
    it(`tells of an answer that ended with ${what}`, async () => {
      await suite.start(llamaStream([completionEvent('a'), completionEnd(fields)]));
      const { end, text } = await suite.ask({ parameters: { stop: ['Lily'] } });
      const counts = what === 'odd counts' ? {} : { promptTokens: 5, completionTokens: 3 };
      assert.deepEqual(end, { model: 'tiny', ...counts, ...expected });
      assert.equal(text, what === 'text with the end' ? 'a x' : 'a');
    });
  }

  it('counts what is sent by the tokenizer of the server, also with its template', async () => {
    const tokens = (...ids: readonly number[]): string => llamaJson({ tokens: ids });
    await suite.start(llamaStream(EVENTS), { '/tokenize': tokens(1, 403, 407, 261, 378) });
    assert.equal((await suite.ask({ responseLength: 500 })).end?.sentTokens, 5);
    assert.deepEqual(await suite.body('/tokenize'), { content: 'Once upon a time', add_special: true });
    const prompt = '<|user|>Once upon a time<|assistant|>';
    await suite.start('', {
      [CHAT]: llamaStream(chatEvents(PIECES)),
      '/apply-template': llamaJson({ prompt }),
      '/tokenize': tokens(1, 2, 3, 4, 5, 6, 7),
    });
    assert.equal((await suite.ask({ modelFormat: 'auto' })).end?.sentTokens, 7);
    assert.equal((await suite.body('/tokenize'))['content'], prompt);
  });

  it('asks the tokenizer only when the first text has come', async () => {
    await suite.start(({ socket }) => {
      const asked = suite.server.requests.some(({ path }) => path === '/tokenize');
      socket.end(llamaStream([completionEvent(asked ? 'too early' : 'in time'), completionEnd()]));
    });
    assert.equal((await suite.ask({ responseLength: 500 })).text, 'in time');
    await suite.server.requestTo('/tokenize');
  });

  it('answers in one piece where it does not stream', async () => {
    await suite.start(llamaJson({ content: 'All at once', stop: true, stop_type: 'eos', model: 'tiny' }));
    const { text, end } = await suite.ask();
    assert.deepEqual([text, end], ['All at once', { finishReason: 'stop', model: 'tiny' }]);
  });

  it('stops when the connection closes, and is asked nothing else', async () => {
    await suite.start(({ socket }) => {
      socket.write(Buffer.concat([Buffer.from(llamaStreamHead()), chunk(completionEvent('so far'))]));
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
    const streamed = await suite.server.requestTo(COMPLETION);
    await streamed.closed;
    assert.equal(suite.server.requests.at(-1), streamed);
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
    ['a server that loads its model', llamaError(503, 'unavailable_error', 'Loading model'), 'busy', /still loads/],
    ['a missing key', llamaError(401, 'authentication_error', 'Invalid API Key'), 'unauthorized', /access key/],
    [
      'a bad schema',
      llamaError(400, 'invalid_request_error', 'JSON schema conversion failed:\nUnrecognized schema: {"type":"x"}'),
      'http',
      /status 400.*JSON schema conversion failed: Unrecognized schema/,
    ],
    [
      'an error in the stream',
      llamaStream([
        completionEvent('a'),
        dataEvent({ error: { code: 500, message: 'no memory', type: 'server_error' } }),
      ]),
      'ended-early',
      /broke off its answer: no memory/,
    ],
    ['a stream without its last event', llamaStream([completionEvent('a')]), 'ended-early', /before its answer/],
    ['a stream of another protocol', llamaStream([dataEvent({ choices: [] })]), 'protocol', /"choices"/],
    ['a content that is no text', llamaStream([dataEvent({ content: 5, stop: false })]), 'protocol', /"content":5/],
  ]);

  const cutPieces = ['Grüße ', '\u{1f469}\u200d\u{1f680}', '\r\n', '<think>', '日本'];
  const body = Buffer.from([...cutPieces.map(completionEvent), dataEvent({ content: '', stop: true })].join(''));
  suite.staysTheSameHoweverCut(llamaStreamHead(), body, { text: cutPieces.join('') }, chunk);

  suite.survives(
    llamaStream(EVENTS),
    fc.oneof(
      fc.json().map((json) => llamaStream([`data: ${json}\n\n`])),
      fc
        .record({ content: fc.jsonValue(), stop: fc.jsonValue(), stop_type: fc.jsonValue() }, { requiredKeys: [] })
        .map((fields) => llamaStream([dataEvent(fields)])),
    ),
    (endpoint, limits, sink, never) => {
      const request = { prompt: '', stop: undefined, settings: settingsFor(endpoint.port) };
      return streamLlamaServer(endpoint, request, limits, sink, never);
    },
  );
});
