import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GenerationError } from '../../src/extension/domain/ports/modelServer';
import type { AnswerSink } from '../../src/extension/llm/answerSink';
import { endpointOf, type Endpoint } from '../../src/extension/llm/endpoint';
import type { HttpLimits } from '../../src/extension/llm/httpLimits';
import type { PayloadSettings } from '../../src/shared/model/payload';
import { generating, modelServers, settingsFor, type Asked, type Outcome } from './generating';
import { sendPieces, startScriptedServer, type Script, type ScriptedServer } from './scriptedServer';

/** What a provider's server does to a request, the reason it fails for and what the sentence says. */
export type Refusal = readonly [what: string, answer: Script, reason: string, sentence: RegExp];

/** A scripted server of one kind, and what every contract test of a provider does with it. */
export class ProviderSuite {
  #server: ScriptedServer | undefined;

  constructor(
    /** The answers by which that kind of server is recognised, and all that every test needs. */
    private readonly identity: () => Readonly<Record<string, Script>>,
    /** Where it is asked for text. */
    private readonly path: string,
    /** The settings of every request. */
    private readonly settings: Partial<PayloadSettings> = {},
  ) {
    afterEach(() => this.close());
  }

  /** The server of this test. */
  get server(): ScriptedServer {
    assert.ok(this.#server, 'a server has been started');
    return this.#server;
  }

  /** Starts a server that answers requests for text so. */
  async start(answer: Script, more: Readonly<Record<string, Script>> = {}): Promise<void> {
    await this.close();
    this.#server = await startScriptedServer({ ...this.identity(), [this.path]: answer, ...more });
  }

  /** Asks it once. */
  ask(settings: Partial<PayloadSettings> = {}, asked: Partial<Asked> = {}): Promise<Outcome> {
    return generating({ ...asked, settings: settingsFor(this.server.port, { ...this.settings, ...settings }) });
  }

  /** The body of the request for text. */
  async body(path = this.path): Promise<Readonly<Record<string, unknown>>> {
    return (await this.server.requestTo(path)).body as Record<string, unknown>;
  }

  /** Stops the server. */
  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** One test for each refusal. */
  explains(refusals: readonly Refusal[]): void {
    for (const [what, answer, reason, sentence] of refusals) {
      it(`explains ${what}`, async () => {
        await this.start(answer);
        const { error } = await this.ask();
        assert.equal(error?.reason, reason, error?.message);
        assert.match(error.message, sentence);
        assert.ok(error.message.includes(`127.0.0.1:${String(this.server.port)}`), 'it names host and port');
        assert.ok(error.message.length < 700);
      });
    }
  }

  /**
   * Tests that an answer means the same wherever the network cuts it, at each byte, with other cuts far and near.
   * @param frame what stands on the wire for each piece of the body: itself, or a chunk
   */
  staysTheSameHoweverCut(
    head: string,
    body: Uint8Array,
    expected: Partial<Outcome>,
    frame: (piece: Uint8Array) => Uint8Array = (piece) => piece,
  ): void {
    let cuts: readonly Uint8Array[] = [];
    const begin = (): Promise<void> =>
      this.start(async ({ socket }) => {
        await sendPieces(socket, [Buffer.from(head), ...cuts.map(frame), frame(new Uint8Array())]);
        socket.end();
      });
    const check = async (at: readonly number[], servers: ReturnType<typeof modelServers>): Promise<void> => {
      const sorted = [0, ...[...new Set(at)].sort((a, b) => a - b)];
      cuts = sorted.map((from, index) => body.subarray(from, sorted[index + 1] ?? body.byteLength));
      const outcome = await this.ask({}, { servers });
      const { text, thinking, end, error } = outcome;
      assert.deepEqual(
        { text, thinking, end, error },
        { thinking: '', error: undefined, end, ...expected },
        `cut at ${at.join(', ')}`,
      );
    };

    it('means the same wherever it is cut, at every byte', async () => {
      await begin();
      const servers = modelServers();
      // Every byte is cut once with few other cuts in its message, and with others nearer and nearer.
      for (const distance of [61, 7, 3, 2, 1]) {
        for (let first = 1; first <= distance; first++) {
          const count = Math.ceil((body.byteLength - first) / distance);
          await check(
            Array.from({ length: count }, (_, index) => first + index * distance),
            servers,
          );
        }
      }
    }).timeout(60_000);

    it('means the same however it is cut and merged', async () => {
      await begin();
      const servers = modelServers();
      const places = fc.array(fc.integer({ min: 1, max: body.byteLength - 1 }), { maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(places, (at) => check(at, servers)),
        { numRuns: 25 },
      );
    }).timeout(60_000);
  }

  /** Tests that any bytes in place of an answer end in an answer or in an error for a person, and never hang. */
  survives(
    whole: Uint8Array,
    fuzz: fc.Arbitrary<string | Uint8Array>,
    stream: (endpoint: Endpoint, limits: HttpLimits, sink: AnswerSink, never: AbortSignal) => Promise<unknown>,
  ): void {
    it('survives any bytes in place of an answer', async () => {
      let bytes: string | Uint8Array = '';
      await this.start(({ socket }) => {
        socket.end(bytes);
      });
      const endpoint = endpointOf('127.0.0.1', this.server.port);
      const limits = { connect: 10_000, silence: 20_000 };
      const sink = { text: () => undefined, thinking: () => undefined };
      const never = new AbortController().signal;
      await fc.assert(
        fc.asyncProperty(fc.oneof(fuzz, damaged(whole)), async (tried) => {
          bytes = tried;
          // Directly, for a failure would make the model servers ask again what listens there.
          await stream(endpoint, limits, sink, never).catch((error: unknown) => {
            assert.ok(error instanceof GenerationError, String(error));
          });
        }),
        { numRuns: 150 },
      );
    }).timeout(60_000);
  }
}

/** A whole answer with one byte changed, cut short, or with bytes put into it. */
function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255)).map(([at, value]) => {
      const changed = Buffer.from(whole);
      changed[at] = value;
      return changed;
    }),
    fc.nat(whole.byteLength).map((length) => whole.subarray(0, length)),
    fc
      .tuple(fc.nat(whole.byteLength), fc.uint8Array({ maxLength: 100 }))
      .map(([at, more]) => Buffer.concat([whole.subarray(0, at), more, whole.subarray(at)])),
  );
}
