import { median, printResult } from '../result';
import { askBare, bodyFor } from './bare';
import { openEngine, TEXT, type Engine } from './engine';
import { startServers } from './serverProcess';

const ENDPOINTS = 8;
const STEPS = 1000;
const TOKENS = 2;
const ROUNDS = 2;

/** What a step costs when a thousand of them wait for eight endpoints that answer at once. */
export async function benchQueued(): Promise<void> {
  const servers = await startServers(Array.from({ length: ENDPOINTS }, () => ({ tokensPerSecond: 0 })));
  const engine = openEngine();
  const payloadIds: number[] = [];
  for (const port of servers.ports) payloadIds.push(await engine.payload(port, TOKENS));
  const workflow = await engine.store.workflows.create('Eight endpoints');
  await engine.store.workflows.addSteps(workflow.id, payloadIds);
  const times: [number[], number[], number[]] = [[], [], []];
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const took = [
      await timeOf(() => askAll(servers.ports)),
      await timeOf(() => runPayloads(engine, payloadIds)),
      await timeOf(() => runWorkflows(engine, workflow.id)),
    ] as const;
    if (round > 0) took.forEach((time, kind) => times[kind as 0 | 1 | 2].push(time / STEPS));
  }
  const reference = median(times[0]);
  const common = { reference, referenceName: 'bare node:http', unit: 'ms' } as const;
  printResult({ bench: `a step of ${STEPS} runs over ${ENDPOINTS} endpoints`, ours: median(times[1]), ...common });
  printResult({
    bench: `a step of ${STEPS / ENDPOINTS} runs of ${ENDPOINTS} steps over ${ENDPOINTS} endpoints`,
    ours: median(times[2]),
    ...common,
  });
  printResult({
    bench: 'a turn in a queue, without a request',
    ours: median(await turnTimes(engine, payloadIds)),
    reference: median(await commitTimes(engine)),
    referenceName: 'one commit',
    unit: 'ms',
  });
  await engine.close();
  await servers.end();
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** The same requests without an engine, one after the other at each endpoint. */
async function askAll(ports: readonly number[]): Promise<void> {
  const body = bodyFor(TEXT, TOKENS);
  await Promise.all(
    ports.map(async (port) => {
      for (let count = 0; count < STEPS / ENDPOINTS; count += 1) await askBare(port, body);
    }),
  );
}

/** A thousand runs of one step, all begun at once. */
async function runPayloads({ runner }: Engine, payloadIds: readonly number[]): Promise<void> {
  await Promise.all(
    Array.from({ length: STEPS }, async (_, index) => {
      await runner.ended(await runner.startPayload(payloadIds[index % ENDPOINTS] ?? 0));
    }),
  );
}

async function runWorkflows({ runner }: Engine, workflowId: number): Promise<void> {
  await Promise.all(
    Array.from({ length: STEPS / ENDPOINTS }, async () => {
      await runner.ended(await runner.start(workflowId));
    }),
  );
}

/** A thousand turns that eight endpoints give to steps that wait together. */
async function turnTimes({ queues, store }: Engine, payloadIds: readonly number[]): Promise<number[]> {
  const steps = Array.from({ length: STEPS }, (_, index) => ({
    stepId: null,
    payloadId: payloadIds[index % ENDPOINTS] ?? 0,
    name: 'Step',
    reused: [],
  }));
  const { run, steps: stored } = await store.runs.start({
    workflowId: null,
    workflowName: 'Turns',
    sourceRunId: null,
    steps,
  });
  const { signal } = new AbortController();
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const took = await timeOf(async () => {
      await Promise.all(
        stored.map(async ({ id }, index) => {
          const endpoint = { host: '127.0.0.1', port: 1 + (index % ENDPOINTS) };
          const lease = await queues.acquire({ endpoint, runId: run.id, stepExecutionId: id }, signal);
          await lease.release();
        }),
      );
    });
    if (round > 0) times.push(took / STEPS);
  }
  await store.runs.delete([run.id]);
  return times;
}

async function commitTimes({ store }: Engine): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < 100; count += 1) {
    times.push(
      await timeOf(async () => {
        await store.database.run('UPDATE blocks SET updated_at = CURRENT_TIMESTAMP WHERE id = 1');
      }),
    );
  }
  return times;
}
