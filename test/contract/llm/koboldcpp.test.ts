import assert from 'node:assert/strict';
import fc from 'fast-check';
import { streamKoboldCpp } from '../../../src/extension/llm/koboldcpp';
import { settingsFor } from '../../support/generating';
import { ProviderSuite } from '../../support/providerSuite';
import { sendPieces, type Script } from '../../support/scriptedServer';
import {
  koboldEvent,
  koboldIdentity,
  koboldJson,
  koboldPerf,
  koboldStream,
  koboldStreamHead,
} from '../../support/serverExchanges';

const STREAM = '/api/extra/generate/stream';
const ABORT = '/api/extra/abort';
const CHAT = '/v1/chat/completions';
const TOKENS = [', there was', ' a little g', 'irl'];

describe('KoboldCpp, native API', () => {
  const suite = new ProviderSuite(
    () => ({
      ...koboldIdentity(),
      '/api/extra/perf': koboldPerf(),
      [ABORT]: koboldJson({ success: 'true', done: 'true' }),
    }),
    STREAM,
  );
  const start = (stream: Script, more?: Readonly<Record<string, Script>>): Promise<void> => suite.start(stream, more);

  it('sends the text as it is, temperature 0 as 0, and only the settings that were made', async () => {
    await start(koboldStream(TOKENS));
    const { starts } = await suite.ask();
    const { body, headers } = await suite.server.requestTo(STREAM);
    const { genkey, ...fields } = body as Record<string, unknown>;
    assert.match(String(genkey), /^LLMO-[0-9a-f-]{36}$/);
    assert.deepEqual(fields, {
      prompt: 'Once upon a time',
      max_length: 12,
      temperature: 0,
      trim_stop: true,
      replace_instruct_placeholders: false,
    });
    assert.equal(headers.get('host'), `127.0.0.1:${String(suite.server.port)}`);
    assert.deepEqual(starts, [
      {
        ...{ provider: 'koboldcpp', server: 'KoboldCpp 1.115.1', model: 'koboldcpp/tiny' },
        ...{ contextSize: 512, prompt: 'Once upon a time' },
      },
    ]);
  });

  it('sends every sampling setting under the name that KoboldCpp has for it', async () => {
    await start(koboldStream(TOKENS));
    const parameters = { topP: 0.9, topK: 40, minP: 0.05, repeatPenalty: 1.1, seed: 7, stop: ['END', 'END', ''] };
    await suite.ask({ temperature: 0.7, parameters });
    const { body } = await suite.server.requestTo(STREAM);
    const { genkey, prompt, max_length, trim_stop, replace_instruct_placeholders, ...rest } = body as Record<
      string,
      unknown
    >;
    assert.ok(
      [genkey, prompt, max_length, trim_stop, replace_instruct_placeholders].every((field) => field !== undefined),
    );
    assert.deepEqual(rest, {
      temperature: 0.7,
      top_p: 0.9,
      top_k: 40,
      min_p: 0.05,
      rep_pen: 1.1,
      sampler_seed: 7,
      stop_sequence: ['END'],
    });
  });

  it('sends the text of a named model format with its stop strings', async () => {
    await start(koboldStream(TOKENS));
    const outcome = await suite.ask({ modelFormat: 'chatml', parameters: { stop: ['X'] } });
    const { body } = await suite.server.requestTo(STREAM);
    const { prompt, stop_sequence } = body as Record<string, unknown>;
    assert.equal(prompt, '<|im_start|>user\nOnce upon a time<|im_end|>\n<|im_start|>assistant\n');
    assert.ok((stop_sequence as string[]).includes('<|im_end|>') && (stop_sequence as string[]).includes('X'));
    assert.equal(outcome.starts[0]?.prompt, prompt);
  });

  it('leaves the template to the server for the format "auto", by its chat API with the same key', async () => {
    const events = [
      '{"choices":[{"index":0,"finish_reason":null,"delta":{"role":"assistant","content":"One day, "}}]}',
      '{"choices":[{"index":0,"finish_reason":"length","delta":{"role":"assistant","content":""}}]}',
      '[DONE]',
    ];
    await start('', {
      '/v1/chat/completions': koboldStreamHead() + events.map((event) => `data: ${event}\n\n`).join(''),
    });
    const outcome = await suite.ask({ modelFormat: 'auto' });
    const { body } = await suite.server.requestTo('/v1/chat/completions');
    assert.deepEqual((body as { messages: unknown }).messages, [{ role: 'user', content: 'Once upon a time' }]);
    assert.match(String((body as { genkey: unknown }).genkey), /^LLMO-/);
    assert.equal(outcome.text, 'One day, ');
    assert.deepEqual(outcome.end, {
      model: 'koboldcpp/tiny',
      finishReason: 'length',
      promptTokens: 5,
      completionTokens: 10,
    });
    assert.deepEqual(JSON.parse(outcome.starts[0]!.prompt), [{ role: 'user', content: 'Once upon a time' }]);
  });

  it('sends a JSON schema as the grammar, in both of its APIs, and no seed where any will do', async () => {
    const jsonSchema = '{"type": "object"}';
    await start(koboldStream(TOKENS), { [CHAT]: koboldStreamHead() + 'data: [DONE]\n\n' });
    await suite.ask({ parameters: { jsonSchema, seed: -1 } });
    const native = await suite.body();
    assert.deepEqual([native['grammar'], 'sampler_seed' in native], [jsonSchema, false]);
    await suite.ask({ modelFormat: 'auto', parameters: { jsonSchema, repeatPenalty: 1.1, topK: 5 } });
    const chat = await suite.body(CHAT);
    assert.deepEqual([chat['grammar'], chat['rep_pen'], chat['top_k']], [jsonSchema, 1.1, 5]);
    assert.ok(!('repeat_penalty' in chat) && !('response_format' in chat));
  });

  it('gives the text of the server byte for byte: line ends, marks, emoji, halves of pairs in two events', async () => {
    const tokens = ['a\r\nb\r', '\n', '\ufeff', '\u{1f600}', 'x\ud83d', '\ude00y', '"\\{{[INPUT]}}', ' \t\u2028'];
    await start(koboldStream(tokens));
    const { text, pieces } = await suite.ask();
    assert.equal(text, tokens.join(''));
    assert.ok(!pieces.some((piece) => /\p{Cs}/u.test(piece)), 'no piece ends within a character');
  });

  it('reads a last event that lacks its blank line, and text in the event that ends the stream', async () => {
    await start(
      `${koboldStreamHead()}${koboldEvent('one')}event: message\ndata: {"token": " two", "finish_reason": "stop"}`,
    );
    const { text, end } = await suite.ask();
    assert.equal(text, 'one two');
    assert.equal(end?.finishReason, 'stop');
  });

  const body = Buffer.from(koboldStream(TOKENS).slice(koboldStreamHead().length));
  suite.staysTheSameHoweverCut(koboldStreamHead(), body, { text: TOKENS.join('') });

  it('keeps the text and says that the server closed early when the end mark never comes', async () => {
    await start(koboldStreamHead() + koboldEvent('half a') + 'event: message\ndata: {"token": "n ans');
    const { text, error } = await suite.ask();
    assert.equal(text, 'half a');
    assert.equal(error?.reason, 'ended-early');
    assert.match(
      error.message,
      new RegExp(`127\\.0\\.0\\.1:${String(suite.server.port)}.*before its answer was complete`),
    );
  });

  it('says so when the connection is reset in mid-stream', async () => {
    await start(async ({ socket }) => {
      await sendPieces(socket, [Buffer.from(koboldStreamHead() + koboldEvent('half'))]);
      socket.resetAndDestroy();
    });
    const { error } = await suite.ask();
    assert.equal(error?.reason, 'ended-early');
  });

  it('stops by closing the connection and by the abort with the key of the request, and asks nothing else', async () => {
    await start(({ socket }) => void sendPieces(socket, [Buffer.from(koboldStreamHead() + koboldEvent('so far'))]));
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
    const streamed = await suite.server.requestTo(STREAM);
    await streamed.closed;
    const abort = await suite.server.requestTo(ABORT);
    assert.deepEqual(abort.body, { genkey: (streamed.body as { genkey: string }).genkey });
    const after = suite.server.requests.slice(suite.server.requests.indexOf(streamed) + 1).map(({ path }) => path);
    assert.deepEqual(after, [ABORT]);
  });

  it('stops a request that still waits in the queue of the server', async () => {
    await start(() => undefined);
    const stop = new AbortController();
    const running = suite.ask({}, { signal: stop.signal });
    const queued = await suite.server.requestTo(STREAM);
    stop.abort();
    assert.equal((await running).error?.reason, 'cancelled');
    await queued.closed;
    const abort = await suite.server.requestTo(ABORT);
    assert.deepEqual(abort.body, { genkey: (queued.body as { genkey: string }).genkey });
  });

  it('asks once more to stop where the server did not know the request yet', async () => {
    await start(() => undefined, { [ABORT]: koboldJson({ success: 'false', done: 'false' }) });
    const stop = new AbortController();
    const running = suite.ask({}, { signal: stop.signal });
    await suite.server.requestTo(STREAM);
    stop.abort();
    assert.equal((await running).error?.reason, 'cancelled');
    const aborts = suite.server.requests.filter(({ path }) => path === ABORT).map(({ body }) => body);
    assert.deepEqual(aborts, [aborts[0], aborts[0]]);
  });

  it('ends soon after a stop even where the server does not answer the abort', async () => {
    await start(() => undefined, { [ABORT]: () => undefined });
    const stop = new AbortController();
    const running = suite.ask({}, { signal: stop.signal });
    await suite.server.requestTo(STREAM);
    stop.abort();
    assert.equal((await running).error?.reason, 'cancelled');
    await (
      await suite.server.requestTo(ABORT)
    ).closed;
  });

  it('ends a silence before the first byte and tells the server to stop', async () => {
    await start(() => undefined);
    const { error } = await suite.ask(
      {},
      {
        limits: { connect: 10_000, silence: 400 },
      },
    );
    assert.equal(error?.reason, 'silence-timeout');
    assert.match(error.message, /within 0\.4 seconds.*llmOrchestrator\.firstByteTimeout/);
    await suite.server.requestTo(ABORT);
  });

  it('keeps to the limits of a request before those of the settings', async () => {
    await start(() => undefined);
    const ownLimits = { connect: null, firstByte: 0.2, silence: null };
    const { error } = await suite.ask({}, { ownLimits });
    assert.equal(error?.reason, 'silence-timeout');
    assert.match(error.message, /within 0\.2 seconds.*the limit of the step/);
  });

  it('ends a silence in mid-stream and keeps the text', async () => {
    await start(({ socket }) => void sendPieces(socket, [Buffer.from(koboldStreamHead() + koboldEvent('so far'))]));
    const { text, error } = await suite.ask(
      {},
      {
        limits: { connect: 10_000, silence: 400 },
      },
    );
    assert.equal(error?.reason, 'silence-timeout');
    assert.equal(text, 'so far');
  });

  suite.explains([
    ['null for an answer', koboldJson(null), 'protocol', /found application\/json: "null"/],
    [
      'a web page',
      'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html>\u0007hello',
      'protocol',
      /text\/html: "<html> hello"/,
    ],
    ['an event that is no JSON', `${koboldStreamHead()}data: {"token": nope}\n\n`, 'protocol', /"{"token": nope}"/],
    ['an event without a token', `${koboldStreamHead()}data: {"content": "x"}\n\n`, 'protocol', /"content"/],
    ['a token that is no text', `${koboldStreamHead()}data: {"token": 5}\n\n`, 'protocol', /"token":5/],
    [
      'bytes that are not UTF-8',
      Buffer.concat([Buffer.from(koboldStreamHead()), Buffer.from([0x64, 0xff, 0xfe, 0x0a])]),
      'protocol',
      /not UTF-8/,
    ],
    ['an endless event', `${koboldStreamHead()}data: ${'x'.repeat(1_200_000)}`, 'protocol', /more than 1 MB/],
    ['bytes that are not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'protocol', /expected HTTP/],
    ['nothing at all', '', 'ended-early', /before its answer was complete/],
    ['an empty stream', koboldStreamHead(), 'ended-early', /before its answer was complete/],
    [
      'a busy server',
      koboldJson(
        { detail: { msg: 'Server is busy; please try again later.', type: 'service_unavailable' } },
        '503 Busy',
      ),
      'busy',
      /no room.*Server is busy/,
    ],
    [
      'a wrong key',
      koboldJson(
        { detail: { error: 'Unauthorized', msg: 'Authentication key is missing or invalid.', type: 'unauthorized' } },
        '401 No',
      ),
      'unauthorized',
      /access key/,
    ],
    [
      'an error with its own words',
      koboldJson({ detail: { msg: 'Error parsing input.', type: 'bad_input' } }, '500 No'),
      'http',
      /status 500.*Error parsing input\./,
    ],
    [
      'an error without words',
      'HTTP/1.0 404 Not Found\r\ncontent-type: text/html\r\n\r\n',
      'http',
      /status 404.*gave no reason/,
    ],
    ['a redirection', 'HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n', 'http', /status 302/],
    [
      'an error in the stream',
      `${koboldStreamHead()}${koboldEvent('a')}data: {"error": {"message": "out of memory"}}\n\n`,
      'ended-early',
      /broke off its answer: out of memory/,
    ],
    ['an error as the reason for the end', koboldStream(['a'], 'error'), 'ended-early', /broke off/],
  ]);

  const head = Buffer.from(koboldStreamHead());
  suite.survives(
    Buffer.from(koboldStream(TOKENS)),
    fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.uint8Array({ maxLength: 400 }).map((tail) => Buffer.concat([head, tail])),
      fc.json().map((json) => Buffer.concat([head, Buffer.from(`data: ${json}\n\n`)])),
    ),
    (endpoint, limits, sink, never) => {
      const request = { prompt: '', stop: undefined, settings: settingsFor(endpoint.port), key: 'k' };
      return streamKoboldCpp(endpoint, request, limits, sink, never);
    },
  );
});
