import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LibraryIndex } from '../../src/extension/engine/libraryIndex';
import { EndpointQueues } from '../../src/extension/engine/queue/endpointQueues';
import { WorkflowRunner } from '../../src/extension/engine/workflowRunner';
import { ModelServers } from '../../src/extension/llm/modelServers';
import { systemClock } from '../../src/extension/platform/vscode/clock';
import { nullLog } from '../../src/extension/platform/ports/log';
import { openStore } from '../../src/extension/store/openStore';

/** The engine as it ships, without VS Code: store, worker, HTTP, queues and runner, on a database of its own. */
export function openEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-engine-'));
  const path = join(folder, 'library.db');
  const [workerPath, wasmPath] = [join(__dirname, 'storeWorker.js'), join(__dirname, 'sql-wasm.wasm')];
  const store = openStore({ path, workerPath, wasmPath, clock: systemClock, log: nullLog });
  const { blocks, payloads, workflows, runs, events } = store;
  const index = new LibraryIndex(blocks, events);
  const server = new ModelServers({
    limits: () => ({ connect: 10_000, firstByte: 0, silence: 0 }),
    clock: systemClock,
    log: nullLog,
    secrets: { get: () => Promise.resolve(undefined) },
  });
  const queues = new EndpointQueues({
    queues: store.queues,
    events,
    slots: (endpoint) => server.known(endpoint)?.slots,
    clock: systemClock,
    log: nullLog,
  });
  const runner = new WorkflowRunner({
    ...{ blocks, payloads, workflows, runs, events, index, server, clock: systemClock, log: nullLog, turns: queues },
    random: Math.random,
    hash: (content) => createHash('sha256').update(content).digest('base64'),
    defaultHost: () => '127.0.0.1',
    isAllowed: () => true,
  });
  return {
    ...{ store, queues, runner },
    /** A payload with a short text that asks a port for so many tokens; its id. */
    payload: async (port: number, responseLength: number): Promise<number> => {
      const block = await blocks.create({
        title: 'Text',
        content: TEXT,
        tags: [],
        folderPath: `${port} ${responseLength}`,
      });
      const { id } = await payloads.create({ name: `Payload ${port} ${responseLength}`, port, responseLength });
      await payloads.addBlocks(id, [block.id]);
      return id;
    },
    close: async (): Promise<void> => {
      await runner.stopAll();
      queues.dispose();
      index.dispose();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What `openEngine` makes. */
export type Engine = ReturnType<typeof openEngine>;

/** What is sent, about a page of text. */
export const TEXT = 'Write about the harbor at night, the lamps, the boats and whoever waits there. '.repeat(25);
