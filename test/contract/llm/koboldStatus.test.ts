import assert from 'node:assert/strict';
import { ProviderSuite } from '../../support/providerSuite';
import type { Script } from '../../support/scriptedServer';
import { koboldIdentity, koboldJson, koboldPerf, koboldStream, koboldStreamHead } from '../../support/serverExchanges';

const STREAM = '/api/extra/generate/stream';
const CHAT = '/v1/chat/completions';
const TOKENS = [', there was', ' a little g', 'irl'];

describe('what KoboldCpp tells of its answers', () => {
  const suite = new ProviderSuite(() => ({ ...koboldIdentity(), '/api/extra/perf': koboldPerf() }), STREAM);
  const start = (stream: Script, more?: Readonly<Record<string, Script>>): Promise<void> => suite.start(stream, more);

  const ends: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    ['length', { stop_reason: 0 }, 'length'],
    ['length', { stop_reason: 1 }, 'stop'],
    ['length', { stop_reason: 2 }, 'stop'],
    ['stop', { stop_reason: 0 }, 'stop'],
    ['tool_calls', { stop_reason: 1 }, 'unknown'],
  ];
  for (const [said, perf, meant] of ends) {
    it(`takes the end "${said}" with ${JSON.stringify(perf)} for "${meant}"`, async () => {
      await start(koboldStream(TOKENS, said), { '/api/extra/perf': koboldPerf(perf) });
      const { end } = await suite.ask();
      assert.deepEqual(end, { model: 'koboldcpp/tiny', finishReason: meant, promptTokens: 5, completionTokens: 10 });
    });
  }

  it('does without the counts of a server that has none, and of one that has answered somebody else meanwhile', async () => {
    const parameters = { seed: 41 };
    for (const perf of [
      koboldJson({}, '404 Not Found'),
      koboldJson(null),
      'nonsense',
      koboldPerf({ last_seed: 42, stop_reason: 2 }),
    ]) {
      await start(koboldStream(TOKENS), { '/api/extra/perf': perf });
      const { end } = await suite.ask({ parameters });
      assert.deepEqual(end, { model: 'koboldcpp/tiny', finishReason: 'length' });
      await suite.close();
    }
    await start(koboldStream(TOKENS), {
      '/api/extra/perf': koboldJson({ last_token_count: 3, last_seed: 41, stop_reason: 0 }),
    });
    const { end } = await suite.ask({ parameters });
    assert.deepEqual(end, { model: 'koboldcpp/tiny', finishReason: 'length', completionTokens: 3 });
  });

  it('tells which stop string it was: the only one, or the one at the end of what KoboldCpp keeps', async () => {
    const perf = koboldPerf({ stop_reason: 2 });
    await start(koboldStream(TOKENS), { '/api/extra/perf': perf });
    assert.equal((await suite.ask({ parameters: { stop: ['Lily'] } })).end?.stopString, 'Lily');
    const kept = koboldJson({ results: [{ text: ', there was a little girl named Lily' }] });
    await start(koboldStream(TOKENS), { '/api/extra/perf': perf, '/api/extra/generate/check': kept });
    const { end } = await suite.ask({ parameters: { stop: ['y', 'Lily', 'zebra'] } });
    assert.deepEqual([end?.finishReason, end?.stopString], ['stop', 'Lily']);
    const { genkey } = await suite.body('/api/extra/generate/check');
    assert.equal(genkey, (await suite.body())['genkey']);
    await start(koboldStream(TOKENS), { '/api/extra/perf': perf, '/api/extra/generate/check': koboldJson(null) });
    const unknown = (await suite.ask({ parameters: { stop: ['zebra', 'yak'] } })).end;
    assert.deepEqual([unknown?.finishReason, unknown?.stopString], ['stop', undefined]);
  });

  it('says where the answer itself holds a stop string, also one cut apart', async () => {
    await start(koboldStream(['a E', 'N', 'D b']));
    const { end, text } = await suite.ask({ parameters: { stop: ['never', 'END'] } });
    assert.equal(text, 'a END b');
    assert.deepEqual([end?.stopString, end?.stopStringInText], ['END', true]);
  });

  it('counts what is sent by its tokenizer, and shows that the server used less', async () => {
    await start(koboldStream(TOKENS), {
      '/api/extra/tokencount': koboldJson({ value: 1202, ids: [1], prompt: '' }),
      '/api/extra/perf': koboldPerf({ last_input_count: 507 }),
    });
    const { end } = await suite.ask({ responseLength: 500 });
    assert.deepEqual([end?.sentTokens, end?.promptTokens], [1202, 507]);
    assert.deepEqual(await suite.body('/api/extra/tokencount'), { prompt: 'Once upon a time', special: true });
  });

  it('counts nothing where text and answer fit even with a token for every byte', async () => {
    await start(koboldStream(TOKENS), { '/api/extra/tokencount': koboldJson({ value: 5 }) });
    assert.equal((await suite.ask({ responseLength: 480 })).end?.sentTokens, undefined);
    assert.ok(suite.server.requests.every(({ path }) => path !== '/api/extra/tokencount'));
    assert.equal((await suite.ask({ responseLength: 481 })).end?.sentTokens, 5);
    const longer = [{ role: 'user', content: 'Once upon a t\u00efme' }] as const;
    assert.equal((await suite.ask({ responseLength: 480 }, { messages: longer })).end?.sentTokens, 5);
  });

  it('counts messages without their template and without what a model thought, so that none looks cut', async () => {
    await start('', {
      [CHAT]: koboldStreamHead() + 'data: [DONE]\n\n',
      '/api/extra/tokencount': koboldJson({ value: 4 }),
    });
    const messages = [
      { role: 'user', content: ' Once\n' },
      { role: 'assistant', content: '<think>Hm</think>\n\nupon' },
      { role: 'user', content: 'a time' },
    ] as const;
    assert.equal((await suite.ask({ modelFormat: 'auto' }, { messages })).end?.sentTokens, 4);
    assert.deepEqual(await suite.body('/api/extra/tokencount'), { prompt: 'Onceupona time', special: false });
  });

  it('does not believe the constant counts of old versions in their chat API', async () => {
    const usage = { prompt_tokens: 100, completion_tokens: 100, total_tokens: 200 };
    const events = [
      `{"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}`,
      JSON.stringify({ choices: [], usage }),
    ];
    const stream = koboldStreamHead() + events.map((event) => `data: ${event}\n\n`).join('') + 'data: [DONE]\n';
    await start('', { [CHAT]: stream, '/api/extra/perf': koboldJson({ last_token_count: 3, stop_reason: 1 }) });
    const { end } = await suite.ask({ modelFormat: 'auto' });
    assert.deepEqual(end, { model: 'koboldcpp/tiny', finishReason: 'stop', completionTokens: 3 });
  });
});
