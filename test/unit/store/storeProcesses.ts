import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StorageKind } from '../../../src/extension/store/protocol';
import { v8Options } from '../../crash/scale';
import { bundle, wasmPath, workerBundle } from './testStore';

/** A process that uses a store. */
export interface StoreProcess {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly soFar: () => string;
  /** Everything it wrote, once it has ended. */
  readonly output: Promise<string>;
  /** Resolves when it has written this many lines. */
  lines(count: number): Promise<void>;
}

let built: Promise<readonly [program: string, worker: string, wasm: string]> | undefined;

/** Starts `storeProcess.ts` with one of its jobs. */
export async function startStoreProcess(
  path: string,
  job: string,
  count: number,
  storage: StorageKind,
  options: SpawnOptions = {},
  lockTimeoutMs = 60_000,
): Promise<StoreProcess> {
  built ??= buildForOthers();
  const [program, worker, wasm] = await built;
  const child = spawn(
    process.execPath,
    [...v8Options, program, path, worker, wasm, job, String(count), storage, String(lockTimeoutMs)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      ...options,
    },
  );
  let output = '';
  const listeners = new Set<() => void>();
  child.stdout?.on('data', (piece: Buffer) => {
    output += piece.toString();
    for (const listener of listeners) listener();
  });
  return {
    child,
    soFar: () => output,
    output: new Promise((resolve) =>
      child.once('close', () => {
        resolve(output);
      }),
    ),
    lines: (wanted) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (output.split('\n').length > wanted || child.exitCode !== null) resolve();
        };
        listeners.add(check);
        child.once('close', () => {
          resolve();
        });
        check();
      }),
  };
}

/** What the processes run, where another user can read it. */
async function buildForOthers(): Promise<readonly [program: string, worker: string, wasm: string]> {
  const [program, worker] = await Promise.all([
    bundle('test/unit/store/storeProcess.ts', 'storeProcess.js'),
    workerBundle(),
  ]);
  const wasm = join(dirname(program), 'sql-wasm.wasm');
  await copyFile(wasmPath, wasm);
  for (const folder of [dirname(program), dirname(worker)]) chmodSync(folder, 0o755);
  return [program, worker, wasm];
}
