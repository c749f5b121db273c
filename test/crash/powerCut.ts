import { nodeFileOperations, type FileOperations } from '../../src/extension/store/sqlite/fileOperations';

/** What a disk may write of a longer write before the power fails, in bytes. */
const SECTOR = 512;

/** One operation that changes a file. */
export type Operation =
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'create'; readonly path: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'sync'; readonly path: string }
  /** Makes the names in the folder durable. */
  | { readonly kind: 'syncFolder' };

/** Records what reaches the disk. */
export class Recorder {
  readonly trace: Operation[] = [];
  readonly operations: FileOperations;
  readonly #paths = new Map<number, string>();

  constructor(readonly folder: string) {
    const { openSync, closeSync, writeSync, ftruncateSync, fdatasyncSync, fsyncSync, unlinkSync } = nodeFileOperations;
    const add = (operation: Operation): void => {
      if (!('path' in operation) || operation.path.startsWith(folder)) this.trace.push(operation);
    };
    const pathOf = (handle: number): string => this.#paths.get(handle) ?? '';
    const recording: Partial<Record<keyof FileOperations, (...values: never[]) => unknown>> = {
      openSync: (path: string, flags: string, mode?: number) => {
        const handle = openSync(path, flags, mode);
        this.#paths.set(handle, path);
        if (flags.startsWith('wx')) add({ kind: 'create', path });
        return handle;
      },
      closeSync: (handle: number) => {
        closeSync(handle);
        this.#paths.delete(handle);
      },
      writeSync: (handle: number, bytes: Uint8Array, from: number, length: number, offset: number) => {
        const written = writeSync(handle, bytes, from, length, offset);
        const copy = Buffer.from(bytes.subarray(from, from + written));
        add({ kind: 'write', path: pathOf(handle), offset, bytes: copy });
        return written;
      },
      ftruncateSync: (handle: number, size: number) => {
        ftruncateSync(handle, size);
        add({ kind: 'truncate', path: pathOf(handle), size });
      },
      fdatasyncSync: (handle: number) => {
        fdatasyncSync(handle);
        add({ kind: 'sync', path: pathOf(handle) });
      },
      fsyncSync: (handle: number) => {
        fsyncSync(handle);
        if (pathOf(handle) === folder) add({ kind: 'syncFolder' });
        else add({ kind: 'sync', path: pathOf(handle) });
      },
      unlinkSync: (path: string) => {
        unlinkSync(path);
        add({ kind: 'remove', path });
      },
    };
    this.operations = { ...nodeFileOperations, ...recording } as FileOperations;
  }
}

/** Files with their contents. */
export type Disk = ReadonlyMap<string, Buffer>;

/**
 * What a disk may hold when the power fails after so many operations: everything that was made durable, and of the rest
 * each sector or not, in any order.
 */
export function diskAfterPowerCut(before: Disk, trace: readonly Operation[], cut: number, random: () => number): Disk {
  const disk = new Map(before);
  const done = trace.slice(0, cut);
  for (const [index, operation] of done.entries()) {
    if (isDurable(done, index)) apply(disk, operation);
    else if (operation.kind === 'write') applyTorn(disk, operation, random);
    else if (random() < 0.5) apply(disk, operation);
  }
  return disk;
}

function isDurable(trace: readonly Operation[], index: number): boolean {
  const operation = trace[index];
  if (operation === undefined) return true;
  const later = trace.slice(index + 1);
  switch (operation.kind) {
    case 'write':
    case 'truncate':
      return later.some((other) => other.kind === 'sync' && other.path === operation.path);
    case 'create':
    case 'remove':
      return later.some((other) => other.kind === 'syncFolder');
    case 'sync':
    case 'syncFolder':
      return true;
  }
}

function apply(disk: Map<string, Buffer>, operation: Operation): void {
  switch (operation.kind) {
    case 'write':
      write(disk, operation.path, operation.offset, operation.bytes);
      break;
    case 'truncate': {
      const old = disk.get(operation.path);
      if (old) disk.set(operation.path, resized(old, operation.size));
      break;
    }
    case 'create':
      disk.set(operation.path, Buffer.alloc(0));
      break;
    case 'remove':
      disk.delete(operation.path);
      break;
    case 'sync':
    case 'syncFolder':
      break;
  }
}

function applyTorn(
  disk: Map<string, Buffer>,
  { path, offset, bytes }: Extract<Operation, { kind: 'write' }>,
  random: () => number,
): void {
  const whole = random();
  for (let from = 0; from < bytes.length;) {
    const end = Math.min(bytes.length, from + SECTOR - ((offset + from) % SECTOR));
    // A third is written entirely, a third not at all, a third in part.
    if (whole < 1 / 3 || (whole > 2 / 3 && random() < 0.5)) write(disk, path, offset + from, bytes.subarray(from, end));
    from = end;
  }
}

function write(disk: Map<string, Buffer>, path: string, offset: number, bytes: Buffer): void {
  const old = disk.get(path);
  // The file's name has not reached the disk, and with it all of its content is lost.
  if (!old) return;
  const next = resized(old, Math.max(old.length, offset + bytes.length));
  bytes.copy(next, offset);
  disk.set(path, next);
}

function resized(old: Buffer, size: number): Buffer {
  const next = Buffer.alloc(size);
  old.copy(next, 0, 0, Math.min(old.length, size));
  return next;
}
