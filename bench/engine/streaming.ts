import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Throttle } from '../../src/extension/platform/throttle';
import { printResult } from '../result';
import { openEngine } from './engine';
import { startServers } from './serverProcess';

const TOKENS = 60_000;
const TOKENS_PER_SECOND = 10_000;

/** How late the event loop is while a text streams into a run faster than any model writes. */
export async function benchStreaming(): Promise<void> {
  const servers = await startServers([{ tokensPerSecond: TOKENS_PER_SECOND }]);
  const engine = openEngine();
  const { runner } = engine;
  const warmUp = await engine.payload(servers.ports[0] ?? 0, 2000);
  await runner.ended(await runner.startPayload(warmUp));
  const payloadId = await engine.payload(servers.ports[0] ?? 0, TOKENS);

  const idle = monitorEventLoopDelay({ resolution: 1 });
  idle.enable();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  idle.disable();

  // A document that shows the text reads and encodes all of it now and then, as `ResponseRefresh` has it.
  let shown = 0;
  const document = new Throttle<number>(
    { now: () => Date.now(), after: (wait, call) => disposable(setTimeout(call, wait)) },
    (id) => 100 + (runner.liveText(id)?.length ?? 0) / 2000,
    (id) => {
      shown = Buffer.byteLength(runner.liveText(id) ?? '');
    },
  );
  let [first, last] = [0, 0];
  runner.onDidChange((event) => {
    if (event.kind !== 'streamed') return;
    last = performance.now();
    first ||= last;
    document.ask(event.responseId);
  });
  const busy = monitorEventLoopDelay({ resolution: 1 });
  busy.enable();
  const runId = await runner.startPayload(payloadId);
  await runner.ended(runId);
  busy.disable();
  document.dispose();
  if (shown === 0) throw new Error('Nothing was streamed.');

  const common = { referenceName: 'process that does nothing', unit: 'ms' } as const;
  const bench = `event loop late, ${TOKENS_PER_SECOND} tokens a second`;
  printResult({ bench: `${bench}, worst`, ours: busy.max / 1e6, reference: idle.max / 1e6, ...common });
  printResult({
    bench: `${bench}, 99 of 100`,
    ours: busy.percentile(99) / 1e6,
    reference: idle.percentile(99) / 1e6,
    ...common,
  });
  printResult({
    bench: 'tokens streamed each second',
    ours: (TOKENS * 1000) / (last - first),
    reference: TOKENS_PER_SECOND,
    referenceName: 'wanted',
    unit: '1/s',
  });
  await engine.close();
  await servers.end();
}

function disposable(timer: NodeJS.Timeout): { dispose(): void } {
  return {
    dispose: () => {
      clearTimeout(timer);
    },
  };
}
