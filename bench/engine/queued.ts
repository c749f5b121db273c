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
  const times: [Cost[], Cost[], Cost[]] = [[], [], []];
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const took = [
      await costOf(() => askAll(servers.ports)),
      await costOf(() => runPayloads(engine, payloadIds)),
      await costOf(() => runWorkflows(engine, workflow.id)),
    ] as const;
    if (round > 0) took.forEach((cost, kind) => times[kind as 0 | 1 | 2].push(cost));
  }
  for (const part of ['whole', 'processor'] as const) {
    const [reference, alone, together] = times.map((costs) => median(costs.map((cost) => cost[part] / STEPS)));
    const common = { reference: reference ?? NaN, referenceName: 'bare node:http', unit: 'ms' } as const;
    const prefix = part === 'whole' ? '' : 'processor time of ';
    printResult({
      bench: `${prefix}a step of ${STEPS} runs over ${ENDPOINTS} endpoints`,
      ours: alone ?? NaN,
      ...common,
    });
    printResult({
      bench: `${prefix}a step of ${STEPS / ENDPOINTS} runs of ${ENDPOINTS} steps over ${ENDPOINTS} endpoints`,
      ours: together ?? NaN,
      ...common,
    });
  }
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

/** What something took, in milliseconds. */
interface Cost {
  readonly whole: number;
  /** Of all threads of this process: what a busy machine does not change much. */
  readonly processor: number;
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const before = process.cpuUsage();
  const whole = await timeOf(work);
  const { user, system } = process.cpuUsage(before);
  return { whole, processor: (user + system) / 1000 };
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
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const took = await timeOf(async () => {
      await Promise.all(
        stored.map(async ({ id }, index) => {
          const endpoint = { host: '127.0.0.1', port: 1 + (index % ENDPOINTS) };
          const { signal } = new AbortController();
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
