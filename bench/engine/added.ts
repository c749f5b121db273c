import { median, printResult } from '../result';
import { askBare, bodyFor, type Times } from './bare';
import { openEngine, TEXT, type Engine } from './engine';
import { startServers } from './serverProcess';

/** As fast as a good machine with a small model: an answer takes a second. */
const TOKENS = 100;
const TOKENS_PER_SECOND = 100;
const ROUNDS = 25;

/** The first rounds warm up, and find out what answers. */
const WARM_UP = 5;

/** Runs a payload; when its first text and its end came. */
export async function askByEngine({ runner }: Engine, payloadId: number): Promise<Times> {
  const begin = performance.now();
  let first: number | undefined;
  const watch = runner.onDidChange((event) => {
    if (event.kind === 'streamed') first ??= performance.now() - begin;
  });
  const runId = await runner.startPayload(payloadId);
  await runner.ended(runId);
  watch.dispose();
  return { first: first ?? NaN, whole: performance.now() - begin };
}

/** What the engine adds to a request: to its first token and to the whole. */
export async function benchAdded(): Promise<void> {
  const servers = await startServers([{ tokensPerSecond: TOKENS_PER_SECOND }]);
  const [port = 0] = servers.ports;
  const engine = openEngine();
  const payloadId = await engine.payload(port, TOKENS);
  const body = bodyFor(TEXT, TOKENS);
  const ours: Times[] = [];
  const bare: Times[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const times = [await askByEngine(engine, payloadId), await askBare(port, body)] as const;
    if (round >= 0) {
      ours.push(times[0]);
      bare.push(times[1]);
    }
  }
  for (const part of ['first', 'whole'] as const) {
    printResult({
      bench: part === 'first' ? 'first token' : `whole answer, ${TOKENS} tokens at ${TOKENS_PER_SECOND} a second`,
      ours: median(ours.map((times) => times[part])),
      reference: median(bare.map((times) => times[part])),
      referenceName: 'bare node:http',
      unit: 'ms',
    });
  }
  await engine.close();
  await servers.end();
}
