import { join } from 'node:path';
import { nullLog } from '../../src/extension/platform/ports/log';
import { openStore, type Store } from '../../src/extension/store/openStore';
import { REPOSITORY } from '../host/paths';

/** The database of a workspace, relative to its folder. */
export const DATABASE = join('data', 'llm-orchestration.db');

/**
 * Opens the library of a workspace as a second window would, and closes it when the work is done. It makes a library
 * before a window opens, and says what a window has stored.
 */
export async function withLibrary<Result>(
  workspacePath: string,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = openStore({
    path: join(workspacePath, DATABASE),
    workerPath: join(REPOSITORY, 'dist/storeWorker.js'),
    wasmPath: join(REPOSITORY, 'dist/sql-wasm.wasm'),
    clock: {
      now: () => Date.now(),
      after: () => {
        throw new Error('The store does not wait by this clock');
      },
    },
    log: nullLog,
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
