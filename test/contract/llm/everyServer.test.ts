import assert from 'node:assert/strict';
import { remarksOf } from '../../../src/extension/domain/honesty/remarks';
import {
  startPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '../../../src/extension/practice/practiceServer';
import type { ServerKind } from '../../../src/shared/model/endpoint';
import type { PayloadSettings, ProviderId } from '../../../src/shared/model/payload';
import { generating, modelServers, settingsFor, type Asked, type Outcome } from '../../support/generating';

const KINDS: readonly ServerKind[] = [
  ...(['koboldcpp', 'ollama', 'llama-server', 'lm-studio', 'text-generation-webui'] as const),
  ...(['vllm', 'jan', 'gpt4all', 'openai-compatible'] as const),
];
const PROVIDERS: Partial<Record<ServerKind, string>> = {
  koboldcpp: 'koboldcpp',
  ollama: 'ollama',
  'llama-server': 'llamacpp',
};
/** These have a tokenizer that can be asked. */
const COUNTING: readonly ServerKind[] = ['koboldcpp', 'llama-server', 'text-generation-webui', 'vllm'];
/** KoboldCpp speaks for others too, and does not notice in any way that who waits in its queue has gone. */
const WAYS_TO_KOBOLD: readonly (readonly [ProviderId | null, string])[] = [
  ...([
    [null, 'raw'],
    [null, 'auto'],
    ['openai', 'raw'],
    ['openai', 'auto'],
  ] as const),
  ...([
    ['llamacpp', 'auto'],
    ['ollama', 'raw'],
    ['ollama', 'auto'],
  ] as const),
];
/** What a person waits for a server to be idle after a stop, in milliseconds. */
const IDLE_WITHIN = 1000;
/** Six words and a full stop: seven tokens of the practice text. */
const PROMPT = 'Lanterns guide travellers through the harbour.';

for (const imitate of KINDS) {
  describe(`a server that is ${imitate}`, () => {
    let server: PracticeServer;
    const streams = imitate !== 'gpt4all';

    afterEach(() => server.close());

    async function start(options: Partial<PracticeServerOptions> = {}): Promise<void> {
      server = await startPracticeServer({ port: 0, imitate, tokensPerSecond: 0, ...options });
    }

    function ask(settings: Partial<PayloadSettings> = {}, asked: Partial<Asked> = {}): Promise<Outcome> {
      const messages = [{ role: 'user', content: PROMPT }] as const;
      return generating({ messages, ...asked, settings: settingsFor(server.port, settings) });
    }

    async function until(isTrue: () => boolean): Promise<void> {
      while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
    }

    /** Fails when it takes longer than a person waits who stopped something then. */
    async function soon(isTrue: () => boolean, stoppedAt = performance.now()): Promise<void> {
      const end = stoppedAt + IDLE_WITHIN;
      while (!isTrue()) {
        assert.ok(performance.now() < end, `not after ${String(IDLE_WITHIN)} ms`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }

    for (const modelFormat of ['default', 'auto', 'raw', 'chatml']) {
      it(`is recognised by its port and asked by its own protocol for the format "${modelFormat}"`, async () => {
        await start({ contextSize: 64 }); // a token for every byte would not fit, so that it is worth counting
        const { starts, text, thinking, end, error, pieces } = await ask({ modelFormat });
        assert.equal(error, undefined);
        assert.equal(starts[0]?.provider, PROVIDERS[imitate] ?? 'openai');
        assert.match(text, /^This is practice text/);
        assert.equal(thinking, '');
        assert.ok(end);
        assert.deepEqual([end.finishReason, end.completionTokens], ['length', 12]);
        assert.ok(modelFormat === 'chatml' ? Number(end.promptTokens) > 7 : end.promptTokens === 7);
        assert.equal(end.sentTokens, COUNTING.includes(imitate) ? end.promptTokens : undefined);
        assert.ok(!streams || pieces.length > 5, 'piece by piece');
      });
    }

    for (const as of ['field', 'marks', 'closingMark'] as const) {
      it(`has its thinking told apart, written as ${as}`, async () => {
        await start({ thinking: { text: 'First I think, then I write.', as } });
        for (const modelFormat of ['auto', 'raw']) {
          const { text, thinking, error } = await ask({ modelFormat });
          assert.equal(error, undefined);
          assert.equal(thinking.trim(), 'First I think, then I write.');
          assert.match(text, /^This is practice text/);
        }
      });
    }

    it('ends at a stop string, and says so as well as it can', async () => {
      await start();
      const { text, end } = await ask({ parameters: { stop: ['text'] } });
      if (imitate === 'gpt4all') {
        assert.deepEqual([end?.stopString, end?.stopStringInText], ['text', true], 'it knows no stop strings');
        return;
      }
      assert.deepEqual([text, end?.finishReason], ['This is practice ', 'stop']);
      assert.ok(end && end.stopStringInText === undefined);
      const tells = imitate === 'koboldcpp' || imitate === 'vllm';
      assert.equal(end.stopString, tells ? 'text' : undefined);
      if (imitate !== 'llama-server') return;
      const native = await ask({ modelFormat: 'raw', parameters: { stop: ['text'] } });
      assert.equal(native.end?.stopString, 'text');
    });

    it('is idle within a second when its answer is stopped', async () => {
      await start({ tokensPerSecond: 20 });
      const stop = new AbortController();
      let stoppedAt: number | undefined;
      const stopNow = (): void => {
        stoppedAt ??= performance.now();
        stop.abort();
      };
      const running = ask({ responseLength: 1000 }, { signal: stop.signal, onText: stopNow });
      if (!streams) {
        await until(() => !server.engine.idle);
        stopNow();
      }
      const { error, text } = await running;
      assert.equal(error?.reason, 'cancelled');
      await soon(() => server.engine.idle, stoppedAt);
      assert.ok(!streams || text !== '', 'what had come is kept');
    });

    for (const [provider, modelFormat] of imitate === 'koboldcpp' ? WAYS_TO_KOBOLD : ([[null, 'auto']] as const)) {
      const way = imitate === 'koboldcpp' ? ` (${provider ?? 'its own API'}, format "${modelFormat}")` : '';
      it(`forgets a request that is stopped in its queue, and goes on with the one before it${way}`, async () => {
        await start({ tokensPerSecond: 100 });
        const servers = modelServers();
        await servers.recognise('127.0.0.1', server.port, new AbortController().signal);
        const first = ask({ responseLength: 25 }, { servers });
        await until(() => !server.engine.idle);
        const stop = new AbortController();
        const asked = { provider, modelFormat, responseLength: 1000 };
        const second = ask(asked, { servers, signal: stop.signal });
        await until(() => server.engine.queue === 1);
        stop.abort();
        const stoppedAt = performance.now();
        assert.equal((await second).error?.reason, 'cancelled');
        await soon(() => server.engine.queue === 0, stoppedAt);
        const { error, end } = await first;
        assert.deepEqual([error, end?.completionTokens], [undefined, 25]);
        await soon(() => server.engine.idle);
      });
    }

    it('is seen not to keep to a schema that it was sent', async () => {
      await start();
      const asked = { responseLength: 1000, temperature: 0, parameters: { jsonSchema: '{"type": "object"}' } };
      const { starts, end, error } = await ask(asked);
      assert.deepEqual([error, end?.finishReason], [undefined, 'stop']);
      const isUnsent = imitate === 'gpt4all' || imitate === 'text-generation-webui';
      assert.deepEqual(starts[0]?.ignoredSettings, isUnsent ? ['json_schema'] : undefined);
      assert.deepEqual(end?.disregardedSettings, isUnsent ? undefined : ['json_schema']);
    });

    it('may be busy', async () => {
      await start({ fault: { kind: 'refuse' } });
      const { error } = await ask();
      assert.equal(error?.reason, 'busy');
      assert.match(error.message, /no room|still loads/);
    });

    it('refuses a prompt that is too long, or is seen to have cut it', async () => {
      await start({ contextSize: 64 });
      const messages = [{ role: 'user', content: PROMPT.repeat(40) }] as const;
      const { error, end } = await ask({}, { messages });
      if (imitate !== 'koboldcpp' && imitate !== 'ollama') {
        assert.equal(error?.reason, 'context-exceeded', error?.message);
        return;
      }
      assert.equal(end?.promptTokens, 52);
      const sent = { host: '', port: 1, modelFormat: 'auto', temperature: 0, responseLength: 12, estimatedTokens: 480 };
      const [remark] = remarksOf({
        ...{ partial: false, finishReason: null, size: 9, thinkingSize: 0 },
        metadata: { ...sent, ...end },
      });
      assert.equal(remark?.kind, 'contextCut');
    });
  });
}
