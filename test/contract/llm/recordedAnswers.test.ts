import assert from 'node:assert/strict';
import type { GenerationEnd } from '../../../src/extension/domain/ports/modelServer';
import type { PayloadSettings } from '../../../src/shared/model/payload';
import { ProviderSuite } from '../../support/providerSuite';
import type { Script } from '../../support/scriptedServer';
import {
  dataEvent,
  doneEvent,
  koboldEvent,
  koboldIdentity,
  koboldJson,
  koboldPerf,
  koboldStreamHead,
  llamaIdentity,
  llamaJson,
  llamaStream,
} from '../../support/serverExchanges';

/** One answer as a real server gave it to a request, in words of our own, and what it means. */
interface Recorded {
  readonly what: string;
  readonly settings: Partial<PayloadSettings>;
  readonly path: string;
  readonly answer: Script;
  readonly text: string;
  readonly end: GenerationEnd;
}

const BASE = { created: 1795300000, id: 'chatcmpl-Xa7', model: 'tiny', system_fingerprint: 'b0-unknown' };
const CHUNK = { ...BASE, object: 'chat.completion.chunk' };
const TIMINGS = {
  ...{ cache_n: 4, prompt_n: 0, prompt_ms: 0.2, prompt_per_token_ms: null, prompt_per_second: 0.0 },
  ...{ predicted_n: 2, predicted_ms: 0.7, predicted_per_token_ms: null, predicted_per_second: 3000.5 },
};
const USAGE = { completion_tokens: 2, prompt_tokens: 5, total_tokens: 7, prompt_tokens_details: { cached_tokens: 4 } };
const LOGPROBS = { content: [{ id: 432, token: ',', bytes: [44], logprob: -0.03, top_logprobs: [] }] };

function llamaChat(delta: unknown, finish: string | null = null, more: object = {}): string {
  return dataEvent({ choices: [{ finish_reason: finish, index: 0, delta }], ...CHUNK, ...more });
}

function llamaText(text: string, finish: string | null = null, more: object = {}): string {
  return dataEvent({
    choices: [{ text, index: 0, logprobs: null, finish_reason: finish }],
    ...{ ...BASE, object: 'text_completion', ...more },
  });
}

const FIRST = llamaChat({ role: 'assistant', content: null });
const WORDS = [llamaChat({ content: 'Red' }), llamaChat({ content: ' ball' })];
const CHAT: Pick<Recorded, 'settings' | 'path'> = {
  settings: { provider: 'openai', modelFormat: 'auto' },
  path: '/v1/chat/completions',
};
const TEXT: Pick<Recorded, 'settings' | 'path'> = {
  settings: { provider: 'openai', modelFormat: 'raw' },
  path: '/v1/completions',
};
const NATIVE: Pick<Recorded, 'settings' | 'path'> = {
  settings: { provider: 'llamacpp', modelFormat: 'raw' },
  path: '/completion',
};

const LLAMA: readonly Recorded[] = [
  {
    what: 'a chat without usage, with timings at its end',
    ...CHAT,
    answer: llamaStream([FIRST, ...WORDS, llamaChat({}, 'length', { timings: TIMINGS }), doneEvent]),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'length' },
  },
  {
    what: 'a chat with usage in an event without choices',
    ...CHAT,
    answer: llamaStream([
      ...[FIRST, ...WORDS, llamaChat({}, 'length')],
      ...[dataEvent({ choices: [], ...CHUNK, usage: USAGE, timings: TIMINGS }), doneEvent],
    ]),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'length', promptTokens: 5, completionTokens: 2 },
  },
  {
    what: 'a chat with progress and timings in every event',
    ...CHAT,
    answer: llamaStream([
      llamaChat({ role: 'assistant', content: null }, null, {
        timings: TIMINGS,
        prompt_progress: { total: 5, cache: 4, processed: 4, time_ms: 0 },
      }),
      ...[FIRST, ...WORDS.map((event) => event.replace('}\n\n', `,"timings":${JSON.stringify(TIMINGS)}}\n\n`))],
      ...[llamaChat({}, 'stop', { timings: TIMINGS }), doneEvent],
    ]),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'stop' },
  },
  {
    what: 'several events of a chat in one chunk of the network',
    ...CHAT,
    answer: llamaStream([[FIRST, ...WORDS, llamaChat({}, 'stop'), doneEvent].join('')]),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'stop' },
  },
  {
    what: 'a chat in one piece, with the probabilities that nobody asked for',
    ...CHAT,
    answer: llamaJson({
      choices: [
        {
          ...{ finish_reason: 'length', index: 0, logprobs: LOGPROBS },
          message: { role: 'assistant', content: 'Red ball' },
        },
      ],
      ...{ ...BASE, object: 'chat.completion', usage: USAGE, timings: TIMINGS },
    }),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'length', promptTokens: 5, completionTokens: 2 },
  },
  {
    what: 'a chat with another model than the one that was asked for',
    ...CHAT,
    settings: { ...CHAT.settings, model: 'other-model' },
    answer: llamaStream([FIRST, ...WORDS, llamaChat({}, 'stop'), doneEvent]),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'stop' },
  },
  {
    what: 'a continuation, whose last event has usage and timings unasked',
    ...TEXT,
    answer: llamaStream([
      ...[llamaText('Red'), llamaText(' ball')],
      ...[llamaText('', 'length', { usage: USAGE, timings: TIMINGS }), doneEvent],
    ]),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'length', promptTokens: 5, completionTokens: 2 },
  },
  {
    what: 'a continuation in one piece',
    ...TEXT,
    answer: llamaJson({
      choices: [{ text: 'Red ball', index: 0, logprobs: null, finish_reason: 'stop' }],
      ...{ ...BASE, object: 'text_completion', usage: USAGE, timings: TIMINGS },
    }),
    text: 'Red ball',
    end: { model: 'tiny', finishReason: 'stop', promptTokens: 5, completionTokens: 2 },
  },
  {
    what: 'a native continuation that ends at a stop string, with few of its fields',
    ...NATIVE,
    answer: llamaJson({
      ...{ content: 'Red ', stop: true, stop_type: 'word', stopping_word: 'ball', tokens_predicted: 2 },
      ...{ tokens_evaluated: 5, truncated: false, tokens_cached: 6, timings: TIMINGS, has_new_line: false },
      ...{ model: 'tiny', index: 0, id_slot: 0 },
    }),
    text: 'Red ',
    end: { model: 'tiny', finishReason: 'stop', stopString: 'ball', promptTokens: 5, completionTokens: 2 },
  },
];

const KOBOLD_BASE = {
  id: 'chatcmpl-A1',
  object: 'chat.completion.chunk',
  created: 1795300000,
  model: 'koboldcpp/tiny',
};

function koboldChat(content: string, finish: string | null = null): string {
  const choice = { index: 0, finish_reason: finish, delta: { role: 'assistant', content } };
  return dataEvent({ ...KOBOLD_BASE, choices: [choice] });
}

const KOBOLD_CHAT: Pick<Recorded, 'settings' | 'path'> = {
  settings: { provider: 'koboldcpp', modelFormat: 'auto' },
  path: '/v1/chat/completions',
};
const KOBOLD_TEXT: Pick<Recorded, 'settings' | 'path'> = {
  settings: { provider: 'openai', modelFormat: 'raw' },
  path: '/v1/completions',
};
const KOBOLD_NATIVE: Pick<Recorded, 'settings' | 'path'> = {
  settings: { provider: 'koboldcpp', modelFormat: 'raw' },
  path: '/api/extra/generate/stream',
};
const PERF = { promptTokens: 5, completionTokens: 10 };
const OLLAMA_BASE = { model: 'koboldcpp/tiny', created_at: '2026-11-01T08:00:00.608889+00:00' };
const OLLAMA_END = {
  ...{ done: true, done_reason: 'length', total_duration: 1, load_duration: 1, prompt_eval_count: 5 },
  ...{ prompt_eval_duration: 1, eval_count: 10, eval_duration: 1, context: [1, 2] },
};

function ollamaLine(response: string, more: object = { done: false }): string {
  return `${JSON.stringify({ ...OLLAMA_BASE, response, ...more })}\n`;
}

const KOBOLD: readonly Recorded[] = [
  {
    what: 'a native stream with many tokens in one event',
    ...KOBOLD_NATIVE,
    answer: koboldStreamHead() + koboldEvent('Red ball') + koboldEvent('', 'length'),
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'length', ...PERF },
  },
  {
    what: 'a native answer in one piece',
    ...KOBOLD_NATIVE,
    answer: koboldJson({
      results: [
        {
          ...{ text: 'Red ball', tool_calls: [], finish_reason: 'stop', logprobs: null },
          ...{ prompt_tokens: 5, completion_tokens: 2 },
        },
      ],
    }),
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'stop', ...PERF },
  },
  {
    what: 'a chat with the role in every event',
    ...KOBOLD_CHAT,
    answer: koboldStreamHead() + koboldChat('Red ') + koboldChat('ball') + koboldChat('', 'length') + doneEvent,
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'length', ...PERF },
  },
  {
    what: 'a chat of an old version, without a blank line at its end',
    ...KOBOLD_CHAT,
    answer: koboldStreamHead() + koboldChat('Red ball') + koboldChat('', 'stop') + 'data: [DONE]',
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'stop', ...PERF },
  },
  {
    what: 'a chat in one piece',
    ...KOBOLD_CHAT,
    answer: koboldJson({
      ...{ ...KOBOLD_BASE, object: 'chat.completion' },
      usage: { prompt_tokens: 35, completion_tokens: 12, total_tokens: 47 },
      choices: [
        {
          ...{ index: 0, finish_reason: 'length', logprobs: null },
          message: { role: 'assistant', content: 'Red ball', tool_calls: [] },
        },
      ],
    }),
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'length', ...PERF },
  },
  {
    what: 'a continuation in one piece, by the OpenAI-compatible API',
    ...KOBOLD_TEXT,
    answer: koboldJson({
      ...{ ...KOBOLD_BASE, id: 'cmpl-A1', object: 'text_completion' },
      usage: { prompt_tokens: 5, completion_tokens: 10, total_tokens: 15 },
      choices: [{ index: 0, text: 'Red ball', finish_reason: 'length', logprobs: null }],
    }),
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'length', ...PERF },
  },
  {
    what: 'a continuation by the API of Ollama, in lines that are called events',
    settings: { provider: 'ollama', modelFormat: 'raw' },
    path: '/api/generate',
    answer: koboldStreamHead() + ollamaLine('Red ') + ollamaLine('ball') + ollamaLine('', OLLAMA_END),
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'length', ...PERF },
  },
  {
    what: 'a continuation by the API of Ollama in one piece',
    settings: { provider: 'ollama', modelFormat: 'raw' },
    path: '/api/generate',
    answer: koboldJson({ ...OLLAMA_BASE, response: 'Red ball', ...OLLAMA_END }),
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'length', ...PERF },
  },
  {
    what: 'a continuation with usage, by the OpenAI-compatible API',
    ...KOBOLD_TEXT,
    answer:
      koboldStreamHead() +
      dataEvent({ ...KOBOLD_BASE, choices: [{ index: 0, finish_reason: null, text: 'Red ball' }] }) +
      dataEvent({ ...KOBOLD_BASE, choices: [{ index: 0, finish_reason: 'length', text: '' }] }) +
      dataEvent({
        ...{ ...KOBOLD_BASE, choices: [] },
        usage: { prompt_tokens: 35, completion_tokens: 6, total_tokens: 41 },
      }) +
      doneEvent,
    text: 'Red ball',
    end: { model: 'koboldcpp/tiny', finishReason: 'length', ...PERF },
  },
];

function reads(recorded: readonly Recorded[], identity: () => Readonly<Record<string, Script>>): void {
  const suite = new ProviderSuite(identity, 'nowhere');
  for (const { what, settings, path, answer, text, end } of recorded) {
    it(`understands ${what}`, async () => {
      await suite.start('', { [path]: answer });
      const outcome = await suite.ask(settings);
      assert.equal(outcome.error, undefined);
      assert.deepEqual([outcome.text, outcome.thinking, outcome.end], [text, '', end]);
      assert.equal((await suite.server.requestTo(path)).method, 'POST');
    });
  }
}

describe('what llama-server was recorded to answer', () => {
  reads(LLAMA, llamaIdentity);
});

describe('what KoboldCpp was recorded to answer', () => {
  reads(KOBOLD, () => ({ ...koboldIdentity(), '/api/extra/perf': koboldPerf() }));
});
