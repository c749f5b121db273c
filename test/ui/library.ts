import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PayloadPatch } from '../../src/extension/domain/ports/payloadRepository';
import { nullLog } from '../../src/extension/platform/ports/log';
import { openStore, type Store } from '../../src/extension/store/openStore';
import { wasmApi } from '../../src/extension/store/sqlite/wasmApi';
import { REPOSITORY } from '../host/paths';

const WASM_PATH = join(REPOSITORY, 'dist/sql-wasm.wasm');

/** While this is alive, V8 uses its machine code again: otherwise each library would have SQLite compiled anew. */
export const keptCompiled = new wasmApi.Module(readFileSync(WASM_PATH));

/** The database of a workspace, relative to its folder, where no setting says otherwise. */
export const DATABASE = join('data', 'llm-orchestration.db');

/**
 * Opens the library of a workspace as a second window would, and closes it when the work is done. It makes a library
 * before a window opens, and says what a window has stored.
 */
export async function withLibrary<Result>(
  workspacePath: string,
  work: (store: Store) => Promise<Result>,
  database = DATABASE,
): Promise<Result> {
  const store = openStore({
    path: join(workspacePath, database),
    workerPath: join(REPOSITORY, 'dist/storeWorker.js'),
    wasmPath: WASM_PATH,
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

/** Stores blocks, each written as `Folder/Title`, its text and its tags. */
export async function addBlocks(
  { blocks }: Store,
  ...written: readonly (readonly [path: string, content: string, ...tags: string[]])[]
): Promise<void> {
  for (const [path, content, ...tags] of written) {
    const slash = path.lastIndexOf('/');
    const place = { folderPath: path.slice(0, Math.max(0, slash)), title: path.slice(slash + 1) };
    await blocks.create({ ...place, content, tags });
  }
}

/** Stores a workflow of payloads with one block each, which has the name of its payload. */
export async function addWorkflow(
  { blocks, payloads, workflows }: Store,
  name: string,
  steps: Readonly<Record<string, string>>,
  settings: PayloadPatch,
): Promise<void> {
  const workflow = await workflows.create(name);
  for (const [title, content] of Object.entries(steps)) {
    const block = await blocks.create({ title, content, tags: [], folderPath: '' });
    const payload = await payloads.create({ name: title, ...settings });
    await payloads.addBlocks(payload.id, [block.id]);
    await workflows.addSteps(workflow.id, [payload.id]);
  }
}
