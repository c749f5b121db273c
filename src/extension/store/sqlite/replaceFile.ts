import { randomBytes } from 'node:crypto';
import { fchmodSync, fchownSync, fstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { errorCode } from './fileError';
import { nodeFileOperations, type FileOperations } from './fileOperations';
import { identityOf, type FileIdentity } from './fileIdentity';

/** How often Windows is asked again, 20 ms apart: a virus scanner or an indexer holds a new file for a moment. */
const RENAME_ATTEMPTS = 25;

/** How often a folder is made durable before it is said that this failed. */
const SYNC_ATTEMPTS = 2;

/** What the system answers where a folder cannot be made durable, and need not be or never could. */
const CANNOT_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Writes a file so that at every moment, power cuts included, the path has all of the old content or all of the new.
 * Throws errors of the operating system, in which case the old content stands.
 * @throws {StoreError} with reason `unconfirmed` when the new content stands but may not outlast a power cut
 */
export async function replaceFile(
  target: string,
  bytes: Uint8Array,
  operations: FileOperations = nodeFileOperations,
): Promise<FileIdentity> {
  const draft = draftOf(target);
  try {
    const identity = writeDraft(draft, target, bytes, operations);
    await moveDraft(draft, target, operations);
    return identity;
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** A new path for a file that is to take the place of another. */
export function draftOf(target: string): string {
  return `${draftPrefix(target)}${process.pid}-${randomBytes(6).toString('hex')}`;
}

/**
 * Gives a draft, which is durable, its final name. Throws errors of the operating system when it has not got it.
 * @throws {StoreError} with reason `unconfirmed` when it has, but may lose it in a power cut
 */
export async function moveDraft(
  draft: string,
  target: string,
  operations: FileOperations = nodeFileOperations,
): Promise<void> {
  await rename(draft, target, operations);
  for (let attempt = 1; ; attempt += 1) {
    try {
      syncFolder(dirname(target), operations);
      return;
    } catch (error) {
      if (attempt >= SYNC_ATTEMPTS) throw unconfirmed(target, error);
    }
  }
}

/** Says that a change stands which the disk has not confirmed. */
export function unconfirmed(target: string, cause: unknown): StoreError {
  return new StoreError(
    'unconfirmed',
    text('The change is in {0}, but the disk did not confirm it: a power failure may undo it. Check the disk.', target),
    { cause },
  );
}

/** Removes what a process that died left behind. Only for the holder of the lock: nobody else is writing a draft. */
export function removeDrafts(target: string): void {
  const prefix = basename(draftPrefix(target));
  for (const name of readdirSync(dirname(target))) {
    if (name.startsWith(prefix)) rmSync(join(dirname(target), name), { force: true });
  }
}

/** Removes what processes that are dead left behind of any file in a folder. */
export function removeAbandonedDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/\.draft-(\d+)-[0-9a-f]+$/.exec(name)?.[1]);
    // On another machine the number means nothing, but a copy takes minutes at most and is begun anew.
    if (pid > 0 && !runs(pid)) rmSync(join(folder, name), { force: true });
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Makes the names in a folder durable. Windows has no such call and does not need it. */
export function syncFolder(folder: string, operations: FileOperations = nodeFileOperations): void {
  if (process.platform === 'win32') return;
  const handle = operations.openSync(folder, 'r');
  try {
    operations.fsyncSync(handle);
  } catch (error) {
    if (!CANNOT_SYNC.has(errorCode(error) ?? '')) throw error;
  } finally {
    operations.closeSync(handle);
  }
}

function draftPrefix(target: string): string {
  return `${target}.draft-`;
}

function writeDraft(draft: string, target: string, bytes: Uint8Array, operations: FileOperations): FileIdentity {
  const old = operations.statSync(target, { throwIfNoEntry: false });
  const handle = operations.openSync(draft, 'wx', old?.mode ?? 0o666);
  try {
    if (old) keepOwner(handle, old);
    for (let done = 0; done < bytes.length;) done += operations.writeSync(handle, bytes, done, bytes.length - done);
    operations.fsyncSync(handle);
    return identityOf(operations.fstatSync(handle, { bigint: true }));
  } finally {
    operations.closeSync(handle);
  }
}

/** Gives a new file the owner and the permissions of the one that it replaces. */
export function keepOwner(
  handle: number,
  old: { readonly uid: number; readonly gid: number; readonly mode: number },
): void {
  if (process.platform === 'win32') return;
  try {
    const { uid, gid } = fstatSync(handle);
    if (uid !== old.uid || gid !== old.gid) fchownSync(handle, old.uid, old.gid);
    fchmodSync(handle, old.mode & 0o7777);
  } catch {
    // Only the owner of the machine may give files away; the content matters more.
  }
}

async function rename(from: string, to: string, operations: FileOperations): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      operations.renameSync(from, to);
      return;
    } catch (error) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
      if (process.platform !== 'win32' || !held || attempt >= RENAME_ATTEMPTS) throw error;
      await delay(20);
    }
  }
}
