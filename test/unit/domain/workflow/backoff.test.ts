import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mayPass, nextTry, type Failure } from '../../../../src/extension/domain/workflow/backoff';

const busy: Failure = { reason: 'busy', status: 503 };
const ended: Failure = { reason: 'ended-early', status: undefined };
const middle = (): number => 0.5;

function waits(failure: Failure, kind: 'busy' | 'failed', retries: number, retryDelay: number, count: number) {
  return Array.from({ length: count }, (_, tries) => {
    const next = nextTry(failure, { busy: 0, failed: 0, [kind]: tries }, { retries, retryDelay }, middle);
    return next.kind === 'give-up' ? 'give up' : `${next.kind} ${next.delay}`;
  });
}

describe('A request that failed', () => {
  it('waits for a busy server as long as it takes, at most 30 seconds at a time, whatever the step says', () => {
    assert.deepEqual(waits(busy, 'busy', 0, 5, 7), [
      ...['busy 1000', 'busy 2000', 'busy 4000', 'busy 8000', 'busy 16000', 'busy 30000', 'busy 30000'],
    ]);
  });

  it('spreads the waits for a busy server by a fifth to both sides', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (count, chance) => {
        const next = nextTry(busy, { busy: count, failed: 3 }, { retries: 0, retryDelay: 0 }, () => chance);
        const plain = Math.min(30_000, 1000 * 2 ** count);
        assert.ok(next.kind === 'busy' && next.delay >= plain * 0.8 && next.delay <= plain * 1.2);
      }),
    );
  });

  it('is sent again as often as the step says, each time after twice the delay', () => {
    assert.deepEqual(waits(ended, 'failed', 3, 5, 4), ['retry 5000', 'retry 10000', 'retry 20000', 'give up']);
    assert.deepEqual(waits(ended, 'failed', 0, 5, 1), ['give up']);
  });

  it('does not count the waits for a busy server as retries', () => {
    const next = nextTry(ended, { busy: 40, failed: 0 }, { retries: 1, retryDelay: 2 }, middle);
    assert.deepEqual(next, { kind: 'retry', delay: 2000 });
  });

  it('never waits longer than an hour for a retry', () => {
    const next = nextTry(ended, { busy: 0, failed: 999 }, { retries: 1000, retryDelay: 60 }, middle);
    assert.deepEqual(next, { kind: 'retry', delay: 3_600_000 });
  });

  it('is not sent again where only another request could fare better', () => {
    for (const reason of ['unauthorized', 'context-exceeded', 'unrecognised', 'cancelled'] as const) {
      assert.equal(mayPass({ reason, status: undefined }), false, reason);
    }
    for (const status of [400, 404, 413, 422]) {
      assert.equal(mayPass({ reason: 'http', status }), false, String(status));
    }
  });

  it('is sent again after what may pass', () => {
    for (const reason of ['unreachable', 'unknown-host', 'connect-timeout', 'silence-timeout', 'protocol'] as const) {
      assert.equal(mayPass({ reason, status: undefined }), true, reason);
    }
    for (const status of [408, 429, 500, 502, 503, 504]) {
      assert.equal(mayPass({ reason: 'http', status }), true, String(status));
    }
  });
});
