import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Rpc, RpcError, type After, type Handlers } from '../../../../src/shared/protocol/rpc';
import { createPipe, type PipeEnd } from './pipe';

interface Nothing {
  readonly requests: Readonly<Record<string, never>>;
  readonly events: Readonly<Record<string, never>>;
}

interface HostOffers {
  readonly requests: {
    readonly double: { readonly params: number; readonly result: number };
    readonly wait: { readonly params: undefined; readonly result: string };
    readonly fail: { readonly params: undefined; readonly result: never };
  };
  readonly events: { readonly changed: string };
}

class Refusal extends Error {
  readonly reason = 'refused';
}

/** A clock that rings only when told to. */
function manualClock(): { readonly after: After; ring(): void } {
  const callbacks = new Set<() => void>();
  return {
    after: (_milliseconds, callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    ring: () => {
      for (const callback of [...callbacks]) callback();
    },
  };
}

function connect(handlers: Partial<Handlers<HostOffers>> = {}) {
  const [hostEnd, viewEnd] = createPipe();
  const clock = manualClock();
  const refused: string[] = [];
  const heard: unknown[] = [];
  const host = new Rpc<HostOffers, Nothing>({
    transport: hostEnd,
    handlers: {
      double: (params) => {
        if (typeof params !== 'number') throw new Refusal('A number is needed.');
        return params * 2;
      },
      wait: (_params, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve('aborted');
          });
        }),
      fail: () => {
        throw new Error('It broke.');
      },
      ...handlers,
    },
    listeners: {},
    after: clock.after,
    timeLimit: 0,
    onRefused: (why) => refused.push(why),
  });
  const view = new Rpc<Nothing, HostOffers>({
    transport: viewEnd,
    handlers: {},
    listeners: { changed: (value) => heard.push(value) },
    after: clock.after,
    timeLimit: 1000,
    onRefused: (why) => refused.push(why),
  });
  return { host, view, hostEnd, viewEnd, clock, refused, heard };
}

/** Lets everything that is on its way arrive. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const withReason = (reason: string) => (error: unknown) => error instanceof RpcError && error.reason === reason;

describe('a conversation between host and webview', () => {
  it('answers requests, several at once', async () => {
    const { view } = connect();
    const answers = await Promise.all([1, 2, 3].map((value) => view.request('double', value)));
    assert.deepEqual(answers, [2, 4, 6]);
  });

  it('passes on why a handler refused, and that it failed', async () => {
    const { view } = connect();
    await assert.rejects(view.request('double', 'x' as never), withReason('refused'));
    await assert.rejects(view.request('fail', undefined), { reason: 'failed', message: 'It broke.' });
  });

  it('delivers events in order', async () => {
    const { host, heard } = connect();
    host.emit('changed', 'one');
    host.emit('changed', 'two');
    await settle();
    assert.deepEqual(heard, ['one', 'two']);
  });

  it('gives up when the time is over, and tells the other end', async () => {
    const { view, viewEnd, clock } = connect();
    const answer = view.request('wait', undefined);
    clock.ring();
    await assert.rejects(answer, withReason('timeout'));
    assert.equal(viewEnd.sent.at(-1)?.kind, 'cancel');
  });

  it('aborts the handler of a request that is cancelled', async () => {
    let aborted = false;
    const { view } = connect({
      wait: (_params, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            resolve('too late');
          });
        }),
    });
    const controller = new AbortController();
    const answer = view.request('wait', undefined, { signal: controller.signal });
    await settle();
    controller.abort();
    await assert.rejects(answer, withReason('cancelled'));
    await settle();
    assert.equal(aborted, true);
  });

  it('sends nothing for a request that was cancelled before', async () => {
    const { view, viewEnd } = connect();
    await assert.rejects(view.request('double', 1, { signal: AbortSignal.abort() }), withReason('cancelled'));
    assert.deepEqual(viewEnd.sent, []);
  });

  it('rejects what is pending when it ends, and everything after', async () => {
    const { view } = connect();
    const answer = view.request('wait', undefined);
    view.dispose();
    view.dispose();
    await assert.rejects(answer, withReason('disposed'));
    await assert.rejects(view.request('double', 1), withReason('disposed'));
  });

  it('refuses methods that nobody offers, those of every object included', async () => {
    const { view, refused } = connect();
    for (const method of ['missing', 'toString', '__proto__', 'constructor']) {
      await assert.rejects(view.request(method as never, undefined as never), withReason('unknown-method'));
    }
    assert.equal(refused.length, 4);
  });

  it('ignores replies to requests that are over', async () => {
    const { view, hostEnd, viewEnd } = connect();
    viewEnd.inject({ kind: 'reply', id: 99, value: 1 });
    hostEnd.inject({ kind: 'cancel', id: 99 });
    await settle();
    assert.equal(await view.request('double', 4), 8);
  });

  it('survives whatever arrives', async () => {
    const { view, hostEnd, viewEnd } = connect();
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        kind: fc.constantFrom('request', 'reply', 'failure', 'cancel', 'event', 'other'),
        id: fc.oneof(fc.integer({ min: 1000 }), fc.anything()),
        method: fc.oneof(fc.constantFrom('double', 'fail'), fc.anything()),
        params: fc.anything(),
        name: fc.anything(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (raw) => {
        const ends: readonly PipeEnd[] = [hostEnd, viewEnd];
        for (const end of ends) end.inject(raw);
        await settle();
        assert.equal(await view.request('double', 21), 42);
      }),
      { numRuns: 200 },
    );
  });
});
