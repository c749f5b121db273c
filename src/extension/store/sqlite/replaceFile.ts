import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './fileError';
import { identityOf, type FileIdentity } from './fileIdentity';

/** How often Windows is asked again, 20 ms apart: a virus scanner or an indexer holds a new file for a moment. */
const RENAME_ATTEMPTS = 25;

/**
 * Writes a file so that at every moment, power cuts included, the path has all of the old content or all of the new.
 * Throws errors of the operating system.
 */
export async function replaceFile(target: string, bytes: Uint8Array): Promise<FileIdentity> {
  const draft = `${draftPrefix(target)}${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const identity = writeDraft(draft, target, bytes);
    await rename(draft, target);
    syncFolder(dirname(target));
    return identity;
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Removes what a process that died left behind. Only for the holder of the lock: nobody else is writing a draft. */
export function removeDrafts(target: string): void {
  const prefix = basename(draftPrefix(target));
  for (const name of readdirSync(dirname(target))) {
    if (name.startsWith(prefix)) rmSync(join(dirname(target), name), { force: true });
  }
}

/** Makes the names in a folder durable. Windows has no such call and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function draftPrefix(target: string): string {
  return `${target}.draft-`;
}

function writeDraft(draft: string, target: string, bytes: Uint8Array): FileIdentity {
  const old = statSync(target, { throwIfNoEntry: false });
  const handle = openSync(draft, 'wx', old?.mode ?? 0o666);
  try {
    if (old) keepOwner(handle, old);
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done, bytes.length - done);
    fsyncSync(handle);
    return identityOf(fstatSync(handle, { bigint: true }));
  } finally {
    closeSync(handle);
  }
}

function keepOwner(handle: number, old: { readonly uid: number; readonly gid: number; readonly mode: number }): void {
  if (process.platform === 'win32') return;
  try {
    const { uid, gid } = fstatSync(handle);
    if (uid !== old.uid || gid !== old.gid) fchownSync(handle, old.uid, old.gid);
    fchmodSync(handle, old.mode & 0o7777);
  } catch {
    // Only the owner of the machine may give files away; the content matters more.
  }
}

async function rename(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
      if (process.platform !== 'win32' || !held || attempt >= RENAME_ATTEMPTS) throw error;
      await delay(20);
    }
  }
}
