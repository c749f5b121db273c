import { join } from 'node:path';
import type { Log } from '../../src/extension/platform/ports/log';
import { systemClock } from '../../src/extension/platform/vscode/clock';
import { openStore, type Store } from '../../src/extension/store/openStore';
import { REPOSITORY } from '../../test/host/paths';

const log: Log = {
  trace: () => undefined,
  info: () => undefined,
  warn: (message) => {
    console.error(message);
  },
  // Whoever waits for the store hears of its errors.
  error: () => undefined,
};

/** Opens the library of a database for one action, with the worker that the build made. Throws what the action throws. */
export async function withLibrary<T>(databasePath: string, action: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({
    path: databasePath,
    workerPath: join(REPOSITORY, 'dist/storeWorker.js'),
    wasmPath: join(REPOSITORY, 'dist/sql-wasm.wasm'),
    clock: systemClock,
    log,
  });
  try {
    return await action(store);
  } finally {
    await store.close();
  }
}
