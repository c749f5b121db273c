import assert from 'node:assert/strict';
import { metadataAtEnd } from '../../../src/extension/engine/responseMetadata';
import type { ResponseMetadata } from '../../../src/shared/model/run';

const begun: ResponseMetadata = { host: 'h', port: 1, modelFormat: 'auto', temperature: 0, responseLength: 1 };

describe('The speed of an answer', () => {
  function speed(completionTokens: number | undefined, firstTextAt: number | undefined, endedAt: number) {
    const end = { finishReason: 'stop' as const, ...(completionTokens !== undefined && { completionTokens }) };
    return metadataAtEnd(begun, { sentAt: 1000, firstTextAt, endedAt }, end).tokensPerSecond;
  }

  it('is the tokens of the answer for each second after the first text', () => {
    assert.equal(speed(50, 3000, 5000), 25);
  });

  it('is unknown without tokens, without text, or without time between the two', () => {
    assert.equal(speed(undefined, 3000, 5000), undefined);
    assert.equal(speed(0, 3000, 5000), undefined);
    assert.equal(speed(50, undefined, 5000), undefined);
    assert.equal(speed(50, 5000, 5000), undefined);
  });

  it('does not stand among what is stored when it is unknown', () => {
    const times = { sentAt: 1000, firstTextAt: undefined, endedAt: 1500 };
    assert.deepEqual(metadataAtEnd(begun, times, undefined), { ...begun, durationMs: 500 });
  });
});
