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
