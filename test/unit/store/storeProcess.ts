/* A program of its own that uses a store: another window, for tests. Arguments: path, worker, wasm, job, count, storage. */
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import { nullLog } from '../../../src/extension/platform/ports/log';
import { Database } from '../../../src/extension/store/database';

const [path = '', workerPath = '', wasmPath = '', job = '', count = '1', storage, lockTimeoutMs = '60000'] =
  process.argv.slice(2);
const database = new Database({
  path,
  workerPath,
  wasmPath,
  log: nullLog,
  lockTimeoutMs: Number(lockTimeoutMs),
  storage: storage === 'whole-file' ? storage : 'best',
});

async function reasonOr<T>(action: () => Promise<T>): Promise<T | string> {
  try {
    return await action();
  } catch (error) {
    return error instanceof StoreError ? error.reason : String(error);
  }
}

/** Adds one to a number, the careless way: only isolation between processes makes it exact. */
async function increment(): Promise<number> {
  return database.transaction(async (tx) => {
    const [row] = await tx.rows("SELECT id, content FROM blocks WHERE title = 'counter'");
    const next = Number(row?.[1] ?? 0) + 1;
    if (row) await tx.run('UPDATE blocks SET content = ? WHERE id = ?', [next, row[0] ?? null]);
    else await tx.run("INSERT INTO blocks (title, content) VALUES ('counter', ?)", [next]);
    return next;
  });
}

async function main(): Promise<void> {
  switch (job) {
    case 'increment':
      for (let done = 0; done < Number(count); done += 1) process.stdout.write(`${await increment()}\n`);
      break;
    case 'create': {
      const read = await reasonOr(async () => (await database.rows('SELECT id FROM blocks')).length);
      const written = await reasonOr(() => database.run("INSERT INTO blocks (title) VALUES ('x')"));
      process.stdout.write(JSON.stringify({ read, written }));
      break;
    }
    case 'compact':
      await database.initialize();
      process.stdout.write('compacting\n');
      await database.care('compact', {});
      break;
    case 'hold':
      await database.transaction(async (tx) => {
        await tx.run("INSERT INTO blocks (title) VALUES ('held')");
        process.stdout.write('holding\n');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });
      break;
  }
  await database.close();
}

void main();
