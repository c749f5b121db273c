import assert from 'node:assert/strict';
import { startPracticeServer, type PracticeServer } from '../../../src/extension/practice/practiceServer';
import type { ServerKind } from '../../../src/shared/model/endpoint';
import { generating, settingsFor } from '../../support/generating';

const PARAMETERS = {
  ...{ topP: 0.9, topK: 40, minP: 0.05, repeatPenalty: 1.1, seed: 7, stop: ['END'] },
  jsonSchema: '{"type": "object"}',
};
const RESPONSE_FORMAT = { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' } } };
const STREAMING = { stream: true, stream_options: { include_usage: true } };
const ALL = { top_p: 0.9, top_k: 40, min_p: 0.05, seed: 7, stop: ['END'], ...STREAMING };

/** What each server gets of all settings, beyond model, messages, temperature and length; and what it does not. */
const DIALECTS: readonly (readonly [
  kind: ServerKind,
  sent: Readonly<Record<string, unknown>>,
  ignored: readonly string[],
])[] = [
  ['koboldcpp', { ...ALL, rep_pen: 1.1, grammar: PARAMETERS.jsonSchema }, []],
  ['llama-server', { ...ALL, repeat_penalty: 1.1, response_format: RESPONSE_FORMAT }, []],
  [
    'ollama',
    { top_p: 0.9, seed: 7, stop: ['END'], ...STREAMING, response_format: RESPONSE_FORMAT },
    ['top_k', 'min_p', 'repeat_penalty'],
  ],
  [
    'lm-studio',
    {
      top_p: 0.9,
      top_k: 40,
      seed: 7,
      stop: ['END'],
      ...STREAMING,
      repeat_penalty: 1.1,
      response_format: RESPONSE_FORMAT,
    },
    ['min_p'],
  ],
  ['text-generation-webui', { ...ALL, repetition_penalty: 1.1 }, ['json_schema']],
  ['vllm', { ...ALL, repetition_penalty: 1.1, response_format: RESPONSE_FORMAT }, []],
  ['gpt4all', { top_p: 0.9, min_p: 0.05 }, ['top_k', 'repeat_penalty', 'seed', 'stop', 'json_schema']],
  ['openai-compatible', { ...ALL, repeat_penalty: 1.1, response_format: RESPONSE_FORMAT }, []],
];

describe('the OpenAI-compatible API', () => {
  let server: PracticeServer;

  afterEach(() => server.close());

  for (const [imitate, sent, ignored] of DIALECTS) {
    it(`of ${imitate} gets the settings that it knows, in its words, and the others are named`, async () => {
      const bodies: unknown[] = [];
      server = await startPracticeServer({
        ...{ port: 0, imitate, tokensPerSecond: 0 },
        onRequest: ({ path, body }) => {
          if (path === '/v1/chat/completions') bodies.push(body);
        },
      });
      const settings = settingsFor(server.port, { provider: 'openai', modelFormat: 'auto', parameters: PARAMETERS });
      const { starts, text, error } = await generating({ settings });
      assert.equal(error, undefined);
      assert.match(text, /^This is practice text/);
      const { model, messages, max_tokens, temperature, genkey, ...rest } = bodies[0] as Record<string, unknown>;
      assert.equal(typeof genkey, imitate === 'koboldcpp' ? 'string' : 'undefined');
      assert.ok(typeof model === 'string' && Array.isArray(messages));
      assert.deepEqual([max_tokens, temperature], [12, 0]);
      assert.deepEqual(rest, sent);
      assert.deepEqual(starts[0]?.ignoredSettings ?? [], ignored);
    });
  }

  it('names no setting that was not made', async () => {
    server = await startPracticeServer({ port: 0, imitate: 'gpt4all', tokensPerSecond: 0 });
    const { starts } = await generating({ settings: settingsFor(server.port, { parameters: { seed: -1 } }) });
    assert.equal(starts[0]?.ignoredSettings, undefined);
  });
});
