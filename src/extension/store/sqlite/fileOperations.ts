import * as fs from 'node:fs';

/** The calls of the operating system that reach a database. Tests of crashes and failing disks replace them. */
export type FileOperations = Pick<
  typeof fs,
  | 'openSync'
  | 'closeSync'
  | 'readSync'
  | 'writeSync'
  | 'ftruncateSync'
  | 'fdatasyncSync'
  | 'fsyncSync'
  | 'fstatSync'
  | 'statSync'
  | 'unlinkSync'
  | 'renameSync'
>;

/** Those of Node.js. */
export const nodeFileOperations: FileOperations = fs;

/** Reads from a place in a file until the bytes are full or it ends; how many were read. */
export function readFully(operations: FileOperations, handle: number, bytes: Uint8Array, offset: number): number {
  let done = 0;
  while (done < bytes.length) {
    const read = operations.readSync(handle, bytes, done, bytes.length - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}
