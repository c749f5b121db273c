import assert from 'node:assert/strict';
import type { PracticeServer } from '../../../src/extension/practice/practiceServer';
import { generating, settingsFor } from '../../support/generating';
import { hasTinyModel } from '../../support/tinyModel';
import { startTinyModelServer } from '../../support/tinyModelServer';

/** The greedy continuation of "Once upon a time" as other programs give it for the same weights. */
const STORY =
  ', there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big, red ball. ';

describe('a real language model of 260,000 parameters', function () {
  this.timeout(30_000);
  let server: PracticeServer;

  before(function () {
    if (!hasTinyModel()) {
      console.warn('SKIPPED: ../shared/models is not there, so no real model was asked.');
      this.skip();
    }
  });

  afterEach(() => server.close());

  for (const identity of ['koboldcpp', 'llama-server'] as const) {
    it(`streams its story by the protocol of ${identity}`, async () => {
      server = await startTinyModelServer({ port: 0, imitate: identity });
      const { text, end } = await generating({
        settings: settingsFor(server.port, { responseLength: 60, modelFormat: 'raw' }),
      });
      assert.equal(text.slice(0, STORY.length), STORY);
      assert.deepEqual([end?.finishReason, end?.promptTokens, end?.completionTokens], ['length', 5, 60]);
    });

    it(`stops at a stop string by the protocol of ${identity}, and leaves it out`, async () => {
      server = await startTinyModelServer({ port: 0, imitate: identity });
      const parameters = { stop: ['Lily'] };
      const { text, end } = await generating({
        settings: settingsFor(server.port, { responseLength: 40, modelFormat: 'raw', parameters }),
      });
      assert.equal(text, ', there was a little girl named ');
      assert.deepEqual([end?.finishReason, end?.completionTokens], ['stop', 10]);
    });
  }

  it('writes the same text for the same seed, and another for another', async () => {
    server = await startTinyModelServer({ port: 0 });
    const story = async (seed: number): Promise<string> =>
      (
        await generating({
          settings: settingsFor(server.port, { temperature: 1, responseLength: 40, parameters: { seed } }),
        })
      ).text;
    assert.equal(await story(1), await story(1));
    assert.notEqual(await story(1), await story(2));
  });

  it('fills its context and says that the length ended it', async () => {
    server = await startTinyModelServer({ port: 0, imitate: 'llama-server', contextSize: 160 });
    const { text, end } = await generating({ settings: settingsFor(server.port, { responseLength: 2000 }) });
    assert.equal(end?.finishReason, 'length');
    assert.equal(end.promptTokens! + end.completionTokens!, 160);
    assert.ok(text.length > 300);
  });

  it('refuses a prompt that is too long, with the numbers, and cuts it where KoboldCpp would', async () => {
    const messages = [{ role: 'user', content: 'Once upon a time there was a dog. '.repeat(20) }] as const;
    server = await startTinyModelServer({ port: 0, imitate: 'llama-server', contextSize: 128 });
    const { error } = await generating({ settings: settingsFor(server.port), messages });
    assert.equal(error?.reason, 'context-exceeded');
    assert.match(error.message, /prompt has \d{3,4} tokens.*room for 128/);
    await server.close();
    server = await startTinyModelServer({ port: 0, contextSize: 128 });
    const { end } = await generating({ settings: settingsFor(server.port, { responseLength: 5 }), messages });
    assert.deepEqual([end?.promptTokens, end?.completionTokens], [123, 5]);
  });
});
