import { nodeFileOperations, type FileOperations } from '../../src/extension/store/sqlite/fileOperations';

/** The operations that change what is on disk. */
const CHANGING = ['writeSync', 'ftruncateSync', 'fdatasyncSync', 'fsyncSync', 'unlinkSync'] as const;

/**
 * Those of Node.js until the one with a number, of those with certain names: before it, or in the middle of it when it writes,
 * the process gets a signal. Counting begins when it is armed.
 */
export function crashingOperations(
  crashAt: number,
  signal: NodeJS.Signals,
  only: RegExp,
): { readonly operations: FileOperations; arm(): void } {
  let left = Infinity;
  const operations = { ...nodeFileOperations } as Record<string, unknown>;
  for (const name of CHANGING.filter((name) => only.test(name))) {
    const original = nodeFileOperations[name] as (...values: unknown[]) => unknown;
    operations[name] = (...values: unknown[]): unknown => {
      left -= 1;
      if (left === 0) {
        const [handle, bytes, from, length, position] = values as [number, Uint8Array, number, number, number];
        if (name === 'writeSync') nodeFileOperations.writeSync(handle, bytes, from, Math.floor(length / 2), position);
        process.kill(process.pid, signal);
      }
      return original(...values);
    };
  }
  return {
    operations: operations as unknown as FileOperations,
    arm: () => {
      left = crashAt;
    },
  };
}
