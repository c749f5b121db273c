import { setFlagsFromString } from 'node:v8';
import { printResult } from '../result';
import { openEngine } from './engine';
import { startServers } from './serverProcess';

const RESPONSES = 1000;
const TOKENS = 200;
const AFTER = 200;

/**
 * What a thousand responses leave in memory: nothing should grow with their number. V8 stops optimizing here, since the
 * code that it makes of functions run often lies in the heap too, and comes at a time of its own choosing.
 */
export async function benchMemory(): Promise<void> {
  setFlagsFromString('--no-opt');
  const servers = await startServers(Array.from({ length: 4 }, () => ({ tokensPerSecond: 0 })));
  const engine = openEngine();
  const payloadIds = await Promise.all(servers.ports.map((port) => engine.payload(port, TOKENS)));
  const run = async (count: number): Promise<void> => {
    await Promise.all(
      payloadIds.map(async (payloadId) => {
        for (let each = 0; each < count / payloadIds.length; each += 1) {
          await engine.runner.ended(await engine.runner.startPayload(payloadId));
        }
      }),
    );
  };
  await run(AFTER);
  const before = memory();
  await run(RESPONSES);
  const after = memory();
  const common = { referenceName: `before them, after ${AFTER}`, unit: 'MB' } as const;
  printResult({ bench: `heap after ${RESPONSES} responses`, ours: after.heap, reference: before.heap, ...common });
  printResult({
    bench: `memory of the process after ${RESPONSES} responses`,
    ours: after.all,
    reference: before.all,
    ...common,
  });
  await engine.close();
  await servers.end();
}

function memory(): { readonly heap: number; readonly all: number } {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 1e6, all: rss / 1e6 };
}
