import assert from 'node:assert/strict';
import { remarksOf, type RemarkedResponse, type RemarkKind } from '../../../../src/extension/domain/honesty/remarks';
import { isSameModel } from '../../../../src/extension/domain/honesty/sameModel';
import { formatText } from '../../../../src/shared/model/text';
import type { ResponseMetadata } from '../../../../src/shared/model/run';

const METADATA: ResponseMetadata = {
  ...{ host: '127.0.0.1', port: 5001, provider: 'koboldcpp', server: 'KoboldCpp 1.115.1', modelFormat: 'default' },
  ...{ temperature: 0, responseLength: 100 },
};

function response(metadata: Partial<ResponseMetadata> = {}, changes: Partial<RemarkedResponse> = {}): RemarkedResponse {
  return {
    ...{ partial: false, finishReason: 'stop', size: 10, thinkingSize: 0 },
    ...changes,
    metadata: { ...METADATA, ...metadata },
  };
}

function kinds(of: RemarkedResponse): readonly RemarkKind[] {
  return remarksOf(of).map(({ kind }) => kind);
}

function sentence(of: RemarkedResponse): string {
  const [first] = remarksOf(of);
  return first === undefined ? '' : formatText(first.sentence);
}

describe('what there is to know about a response', () => {
  it('is nothing for one that is as it was asked for', () => {
    const counts = { promptTokens: 5, sentTokens: 5, completionTokens: 20, contextSize: 512 };
    assert.deepEqual(kinds(response({ ...counts, model: 'koboldcpp/tiny', requestedModel: 'tiny' })), []);
    assert.deepEqual(kinds(response({ ignoredSettings: [], truncated: false, stopStringInText: false })), []);
  });

  it('is how much of the prompt the server left out', () => {
    const cut = response({ promptTokens: 507, sentTokens: 1202, contextSize: 512 });
    assert.deepEqual(kinds(cut), ['contextCut']);
    assert.match(sentence(cut), /read 507 of the 1202 tokens .* left out 695: .* fit into 512\./);
    assert.match(sentence(response({ promptTokens: 0, sentTokens: 1 })), /read 0 of the 1 tokens/);
    assert.deepEqual(kinds(response({ sentTokens: 1202 })), [], 'a server that does not count tells nothing');
  });

  it('is that a server without a tokenizer counted far less than the text has', () => {
    assert.match(
      sentence(response({ promptTokens: 4096, estimatedTokens: 20_000 })),
      /4096 tokens in a text of about 20000/,
    );
    const reasons = {
      'estimates are rough': { promptTokens: 4096, estimatedTokens: 9000 },
      'short ones even more so': { promptTokens: 20, estimatedTokens: 150 },
      'what was cached may not be counted': { promptTokens: 0, estimatedTokens: 20_000 },
      'the tokenizer knows better': { promptTokens: 4096, sentTokens: 4096, estimatedTokens: 20_000 },
    };
    for (const [reason, counts] of Object.entries(reasons)) assert.deepEqual(kinds(response(counts)), [], reason);
  });

  it('is that the answer is cut, and at which limit', () => {
    const cut = { finishReason: 'length' } as const;
    assert.match(sentence(response({ completionTokens: 100 }, cut)), /response length of 100 tokens/);
    assert.match(sentence(response({}, cut)), /response length of 100 tokens/);
    assert.match(sentence(response({ completionTokens: 60 }, cut)), /it has 60 of 100 tokens/);
    const full = { promptTokens: 480, completionTokens: 32, contextSize: 512 };
    assert.deepEqual(kinds(response(full, cut)), ['contextFull']);
    assert.deepEqual(kinds(response({ completionTokens: 32, truncated: true }, cut)), ['contextFull']);
    assert.deepEqual(kinds(response({ truncated: true })), ['truncated']);
    assert.deepEqual(kinds(response({ completionTokens: 100 }, { ...cut, partial: true })), [], 'it may still go on');
  });

  it('is that the answer is empty, and whether the model only thought', () => {
    assert.match(sentence(response({}, { size: 0 })), /empty\. Check/);
    const thought = response({}, { size: 0, thinkingSize: 7 });
    assert.deepEqual(kinds(thought), ['empty', 'thinking']);
    assert.match(sentence(thought), /only thought/);
    assert.deepEqual(kinds(response({}, { size: 0, partial: true })), []);
  });

  it('is which stop string ended it, or stands in it', () => {
    assert.match(sentence(response({ stopString: '\n' })), /string "\\n" ended the answer, though KoboldCpp/);
    assert.match(sentence(response({ stopString: 'END', provider: 'llamacpp' })), /string "END" ended the answer\.$/);
    assert.deepEqual(kinds(response({ stopString: 'END' }, { finishReason: 'length' })), ['lengthLimit']);
    const inside = response({ stopString: 'END', stopStringInText: true });
    assert.deepEqual(kinds(inside), ['stopStringInText']);
    assert.match(sentence(inside), /holds the stop string "END"/);
  });

  it('is that another model answered, and which settings were not sent', () => {
    const other = response({ model: 'tiny', requestedModel: 'large', ignoredSettings: ['min_p', 'json_schema'] });
    assert.deepEqual(kinds(other), ['otherModel', 'ignoredSettings']);
    assert.match(sentence(other), /model tiny answered; the payload asks for large/);
    const ignored = remarksOf(other)[1];
    assert.match(formatText(ignored!.sentence), /^KoboldCpp 1\.115\.1 does not know.*: min_p, json_schema\.$/);
  });

  it('is which settings the server did not keep to, and that their limit was not what cut the answer', () => {
    const long = response(
      { completionTokens: 256, disregardedSettings: ['response_length'] },
      { finishReason: 'length' },
    );
    assert.deepEqual(kinds(long), ['lengthLimit', 'disregardedSettings']);
    assert.match(sentence(long), /at 256 tokens where 100 were asked for: by a limit of its own/);
    assert.match(formatText(remarksOf(long)[1]!.sentence), /^KoboldCpp 1\.115\.1 was sent .*: response_length\.$/);
    const full = {
      promptTokens: 256,
      completionTokens: 256,
      contextSize: 512,
      disregardedSettings: ['response_length'],
    };
    assert.deepEqual(kinds(response(full, { finishReason: 'length' })), ['contextFull', 'disregardedSettings']);
    assert.deepEqual(kinds(response({ disregardedSettings: ['json_schema'] })), ['disregardedSettings']);
  });

  it('is a warning only where the response may not be what was asked for', () => {
    const all = remarksOf(response({ stopString: 'END', truncated: true }, { thinkingSize: 5, size: 0 }));
    assert.deepEqual(
      all.map(({ kind, severity }) => `${kind}: ${severity}`),
      ['truncated: warning', 'empty: warning', 'stopString: information', 'thinking: information'],
    );
  });
});

describe('two names of a model', () => {
  const same: readonly (readonly [string, string])[] = [
    ['llama3', 'llama3:latest'],
    ['Tiny', 'koboldcpp/tiny'],
    ['tiny.gguf', 'C:\\models\\Tiny.GGUF'],
    ['Qwen/Qwen2.5-7B', 'qwen2.5-7b'],
    ['gpt-4o', 'gpt-4o-2024-08-06'],
    ['anything', ''],
  ];
  for (const [one, two] of same) {
    it(`mean one model: ${one} and ${two || '(nothing)'}`, () => {
      assert.ok(isSameModel(one, two) && isSameModel(two, one));
    });
  }

  it('mean two models where more than that differs', () => {
    for (const [one, two] of [
      ['llama3', 'llama3.1'],
      ['llama3:8b', 'llama3:70b'],
      ['qwen2.5-7b', 'qwen2.5-14b'],
    ] as const) {
      assert.ok(!isSameModel(one, two), `${one} ${two}`);
    }
  });
});
