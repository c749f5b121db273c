import { statSync, type BigIntStats } from 'node:fs';
import { errorCode } from './fileError';

/** Tells whether a file is still the one that was read. */
export interface FileIdentity {
  readonly inode: bigint;
  readonly modifiedNs: bigint;
  readonly size: bigint;
}

/** The identity in what `stat` says. */
export function identityOf(stats: BigIntStats): FileIdentity {
  return { inode: stats.ino, modifiedNs: stats.mtimeNs, size: stats.size };
}

/** The identity of the file at a path; undefined when there is none or it cannot be reached. */
export function identityAt(path: string): FileIdentity | undefined {
  try {
    return identityOf(statSync(path, { bigint: true }));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Which file is at a path, and how long it is in bytes. */
export interface FilePlace {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
}

/** The file at a path; undefined when there is none or it cannot be reached. */
export function placeAt(path: string): FilePlace | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** True when both are the same file with the same content, or both are absent. */
export function sameFile(a: FileIdentity | undefined, b: FileIdentity | undefined): boolean {
  if (!a || !b) return a === b;
  return a.inode === b.inode && a.modifiedNs === b.modifiedNs && a.size === b.size;
}
