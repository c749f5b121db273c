import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { LibraryChange } from '../../../src/extension/domain/ports/changes';
import type { Clock } from '../../../src/extension/platform/ports/clock';
import { nullLog } from '../../../src/extension/platform/ports/log';
import type { StorageKind } from '../../../src/extension/store/protocol';
import { openStore, type Store, type StoreOptions } from '../../../src/extension/store/openStore';
import { wasmApi } from '../../../src/extension/store/sqlite/wasmApi';

const require = createRequire(import.meta.url);

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** The wasm of the installed sql.js. */
export const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');

/**
 * While this is alive, V8 uses its machine code of the wasm again: without it, each store of a process would have the whole
 * optimised anew, which takes longer than most tests.
 */
export const keptCompiled = new wasmApi.Module(readFileSync(wasmPath));

let built: Promise<string> | undefined;

/** Bundles the worker as the extension ships it, once for each run of the tests. */
export function workerBundle(): Promise<string> {
  built ??= bundle('src/extension/store/worker.ts', 'storeWorker.js');
  return built;
}

/** Bundles a file of the repository for plain Node; the path of the bundle. */
export async function bundle(entry: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'store-bundle-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const outfile = join(folder, name);
  await build({
    absWorkingDir: repository,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  return outfile;
}

/** A clock that stands still until it is told to move. */
export class TestClock implements Clock {
  time = Date.UTC(2025, 0, 1);

  now(): number {
    return this.time;
  }

  after(): { dispose(): void } {
    throw new Error('The store does not wait by this clock');
  }
}

/** Describes the same of both ways of storing. */
export function describeEachStorage(title: string, tests: (storage: StorageKind) => void): void {
  for (const storage of ['best', 'whole-file'] as const) {
    describe(storage === 'best' ? title : `${title}, stored as a whole file`, () => {
      tests(storage);
    });
  }
}

/** A folder of its own for one test, and everything that is opened in it; `end` closes and removes all. */
export class TestFolder {
  private constructor(
    readonly path: string,
    readonly storage: StorageKind,
  ) {}

  readonly #stores: Store[] = [];

  static async make(storage: StorageKind = 'best'): Promise<TestFolder> {
    return new TestFolder(await mkdtemp(join(tmpdir(), 'store-')), storage);
  }

  file(...names: string[]): string {
    return join(this.path, ...names);
  }

  async store(path = this.file('data', 'llm.db'), options: Partial<StoreOptions> = {}): Promise<Store> {
    const store = openStore({
      path,
      workerPath: await workerBundle(),
      wasmPath,
      clock: new TestClock(),
      log: nullLog,
      storage: this.storage,
      ...options,
    });
    this.#stores.push(store);
    return store;
  }

  /** Closes the stores that are open. */
  async close(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.close()));
  }

  async end(): Promise<void> {
    await this.close();
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Collects what a store tells. */
export function recordChanges(store: Store): LibraryChange[] {
  const changes: LibraryChange[] = [];
  store.events.onDidChange((change) => changes.push(change));
  return changes;
}
