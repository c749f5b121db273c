import { parentPort, workerData } from 'node:worker_threads';
import { text } from '../../shared/model/text';
import { WorkerCare } from './care/workerCare';
import { packError } from './packedError';
import type { RequestMessage, WorkerMessage, WorkerOptions } from './protocol';
import { chooseFile } from './sqlite/chooseFile';
import type { LockHolder } from './sqlite/fileLock';
import { loadSqlJs } from './sqlite/sqlJs';
import { WorkerSession } from './workerSession';

const { path, wasmPath, lockTimeoutMs, storage, session: sessionName } = workerData as WorkerOptions;

/** Loads SQLite while the first requests wait. */
async function start(): Promise<WorkerSession> {
  const listener = {
    changedOutside: () => {
      send({ kind: 'externalChange' });
    },
    warn,
    gone: (removed: string) => {
      send({ kind: 'gone', path: removed });
    },
    waiting: (owner: LockHolder | undefined) => {
      send({ kind: 'waiting', owner });
    },
  };
  const options = { path, lockTimeoutMs, session: sessionName, listener };
  const loaded = await loadSqlJs(wasmPath);
  const { file, another, fallbackReason } = chooseFile(loaded, storage, options);
  if (fallbackReason !== undefined) {
    warn(`The database is written as a whole after every change: ${fallbackReason.message}`);
    send({
      kind: 'notice',
      text: text(
        'The database is kept in a slower way, because the better one did not pass its test on this computer. Nothing is lost by this. The log says more.',
      ),
    });
  }
  const care = new WorkerCare(path, loaded.sqlJs, (id, progress) => {
    send({ kind: 'progress', id, progress });
  });
  return new WorkerSession({ file, another, care, warn });
}

function warn(message: string): void {
  send({ kind: 'warning', message });
}

/** Replies that are about to be sent. */
let outbox: WorkerMessage[] = [];

/** Replies of one go cross in one message: waking the other thread costs more than most statements. */
function send(message: WorkerMessage): void {
  outbox.push(message);
  if (message.kind !== 'reply' && message.kind !== 'failure') {
    flush(); // what is told unasked may come in the midst of something that takes long
  } else if (outbox.length === 1) {
    setImmediate(flush);
  }
}

function flush(): void {
  const messages = outbox;
  outbox = [];
  if (messages.length > 0) parentPort?.postMessage(messages);
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

parentPort?.on('message', (requests: readonly RequestMessage[]) => {
  for (const request of requests) void answer(request);
});
