import assert from 'node:assert/strict';
import { GenerationError, type RecognisedServer } from '../../../../src/extension/domain/ports/modelServer';
import { EndpointStates } from '../../../../src/extension/features/endpoints/endpointStates';
import { nullLog } from '../../../../src/extension/platform/ports/log';
import { text } from '../../../../src/shared/model/text';
import { FakeModelServer } from '../../../support/fakesModelServer';

const A = { host: '127.0.0.1', port: 5001 };
const B = { host: 'gpu.lan', port: 8080 };

/** A model server that answers questions about itself when a test lets it. */
class AskedServer extends FakeModelServer {
  readonly questions: { readonly host: string; readonly answer: (server: RecognisedServer | Error) => void }[] = [];
  found: RecognisedServer | undefined;

  override recognise(host: string, _port: number, signal?: AbortSignal): Promise<RecognisedServer> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(new GenerationError('cancelled', text('stopped')));
      });
      const answer = (server: RecognisedServer | Error): void => {
        if (server instanceof Error) reject(server);
        else resolve(server);
      };
      this.questions.push({ host, answer });
    });
  }

  override known(): undefined {
    return this.found as undefined;
  }
}

describe('what the view knows of endpoints', () => {
  const kobold: RecognisedServer = { provider: 'koboldcpp', kind: 'koboldcpp', server: 'KoboldCpp 1' };
  let server: AskedServer;
  let changes: string[];
  let errors: unknown[];
  let isAllowed: boolean;
  let states: EndpointStates;

  beforeEach(() => {
    server = new AskedServer();
    changes = [];
    errors = [];
    isAllowed = true;
    states = new EndpointStates(
      {
        server,
        clock: { now: () => 1000, after: () => ({ dispose: () => undefined }) },
        log: { ...nullLog, error: (error) => void errors.push(error) },
        isAllowed: () => isAllowed,
      },
      ({ host }) => changes.push(`${host} ${states.of({ host, port: host === A.host ? A.port : B.port }).kind}`),
    );
  });

  function ask(...places: readonly (typeof A)[]): { readonly done: Promise<void>; readonly stop: () => void } {
    const stop = new AbortController();
    return {
      done: states.ask(places, stop.signal),
      stop: () => {
        stop.abort();
      },
    };
  }

  it('is nothing before it is asked for, and nothing is asked by looking', () => {
    assert.equal(states.of(A).kind, 'unasked');
    assert.equal(server.questions.length, 0);
  });

  it('asks several at once, and each row follows its own answer', async () => {
    const { done } = ask(A, B);
    assert.deepEqual(changes, ['127.0.0.1 asking', 'gpu.lan asking']);
    server.questions[1]?.answer(kobold);
    server.questions[0]?.answer(new GenerationError('unreachable', text('Nobody.')));
    await done;
    assert.deepEqual(states.of(B), { kind: 'found', server: kobold, askedAt: 1000 });
    assert.deepEqual(states.of(A), {
      kind: 'failed',
      reason: 'unreachable',
      sentence: text('Nobody.'),
      askedAt: 1000,
    });
    assert.deepEqual(changes.slice(2).sort(), ['127.0.0.1 failed', 'gpu.lan found']);
    assert.deepEqual(errors, []);
  });

  it('does not ask twice at once', async () => {
    const first = ask(A);
    const second = ask(A);
    assert.equal(server.questions.length, 1);
    server.questions[0]?.answer(kobold);
    await Promise.all([first.done, second.done]);
  });

  it('knows after a stop what it knew before', async () => {
    const first = ask(A);
    server.questions[0]?.answer(kobold);
    await first.done;
    const second = ask(A);
    assert.equal(states.of(A).kind, 'asking');
    second.stop();
    await second.done;
    assert.equal(states.of(A).kind, 'found');
  });

  it('asks nothing in Restricted Mode', async () => {
    isAllowed = false;
    await ask(A, B).done;
    assert.equal(server.questions.length, 0);
    assert.equal(states.of(A).kind, 'unasked');
  });

  it('learns what a run has found out, and keeps it', () => {
    server.found = kobold;
    assert.deepEqual(states.of(A), { kind: 'found', server: kobold, askedAt: 1000 });
    server.found = undefined; // the wire forgets sooner than a person
    assert.equal(states.of(A).kind, 'found');
  });

  it('logs a fault of the program, and still tells that nothing was found out', async () => {
    const { done } = ask(A);
    server.questions[0]?.answer(new TypeError('oops'));
    await done;
    const state = states.of(A);
    assert.ok(state.kind === 'failed' && state.reason === undefined);
    assert.equal(errors.length, 1);
  });
});
