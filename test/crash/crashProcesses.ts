import { spawn, type ChildProcess } from 'node:child_process';
import type { StorageKind } from '../../src/extension/store/protocol';
import { bundle, wasmPath } from '../unit/store/testStore';
import { v8Options } from './scale';

/** How a process that executes transactions is to end. */
export interface Crash {
  readonly path: string;
  readonly storage: StorageKind;
  readonly seed: number;
  /** The number of the operation in whose middle it gets the signal; 0 for never. */
  readonly crashAt?: number;
  /** The names of the operations that count; all that change something when absent. */
  readonly only?: RegExp;
  readonly signal?: NodeJS.Signals;
  readonly most?: number;
}

/** The programs that execute transactions. */
export type CrashProgram = 'crashProcess' | 'briefProcess';

/** A process that executes transactions. */
export interface CrashProcess {
  readonly child: ChildProcess;
  /** The lines it has printed so far. */
  lines(): readonly string[];
  /** The numbers it has acknowledged so far. */
  acknowledged(): readonly number[];
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  /** Resolves when it has printed so many lines, or has ended. */
  hasDone(count: number): Promise<void>;
}

const built = new Map<CrashProgram, Promise<string>>();

/** Starts a program. */
export async function startCrashProcess(crash: Crash, program: CrashProgram = 'crashProcess'): Promise<CrashProcess> {
  const script = built.get(program) ?? bundle(`test/crash/${program}.ts`, `${program}.js`);
  built.set(program, script);
  const { path, storage, seed, crashAt = 0, only = /./, signal = 'SIGKILL', most = 1_000_000 } = crash;
  const values = [...v8Options, await script, path, wasmPath, storage, seed, crashAt, only.source, signal, most].map(
    String,
  );
  const child = spawn(process.execPath, values, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const check of waiting) check();
  };
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
    tell();
  });
  let over = false;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      over = true;
      resolve();
      tell();
    });
  });
  const lines = (): readonly string[] => output.split('\n').slice(0, -1);
  const acknowledged = (): readonly number[] => lines().map(Number);
  const hasDone = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!over && lines().length < count) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { child, lines, acknowledged, ended, hasDone };
}
