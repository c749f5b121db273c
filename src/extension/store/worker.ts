import { parentPort, workerData } from 'node:worker_threads';
import { packError } from './packedError';
import type { RequestMessage, WorkerMessage, WorkerOptions } from './protocol';
import { loadSqlJs } from './sqlite/sqlJs';
import { WholeFile } from './sqlite/wholeFile';
import { WorkerSession } from './workerSession';

const { path, wasmPath, lockTimeoutMs, session: sessionName } = workerData as WorkerOptions;

/** Loads SQLite while the first requests wait. */
async function start(): Promise<WorkerSession> {
  const file = new WholeFile({
    path,
    lockTimeoutMs,
    session: sessionName,
    sqlJs: await loadSqlJs(wasmPath),
    listener: {
      changedOutside: () => {
        send({ kind: 'externalChange' });
      },
      warn,
    },
  });
  return new WorkerSession(file, warn);
}

function warn(message: string): void {
  send({ kind: 'warning', message });
}

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

const session = start();
// Each request reports the failure; without a request it is no news.
session.catch(() => undefined);

async function answer(request: RequestMessage): Promise<void> {
  try {
    send({ kind: 'reply', id: request.id, value: await (await session).handle(request) });
  } catch (error) {
    send({ kind: 'failure', id: request.id, error: packError(error) });
  }
}

parentPort?.on('message', (request: RequestMessage) => void answer(request));
