import { accessSync, constants, existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';
import { fileError } from './fileError';

/** No one may write. Checked besides asking the system, which lets an administrator write everything. */
const WRITE_BITS = 0o222;

/**
 * Makes sure that a file may be replaced, without changing it: a file can be renamed over although it is read-only.
 * @throws {StoreError} with reason `read-only` or `no-permission`
 */
export function checkWritable(path: string): void {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    const folder = nearestFolder(path);
    for (const [place, stats] of [[path, file] as const, [folder, statSync(folder)] as const]) {
      if (!stats) continue;
      if ((stats.mode & WRITE_BITS) === 0) throw readOnly(place);
      accessSync(place, constants.W_OK);
    }
  } catch (error) {
    throw fileError(error, path);
  }
}

/** Makes the folder of a file with those above it. What it returns removes them again where they are empty. */
export function makeFolderOf(path: string): () => void {
  const missing: string[] = [];
  for (let folder = dirname(path); !existsSync(folder); folder = dirname(folder)) missing.push(folder);
  if (missing.length === 0) return () => undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw fileError(error, path);
  }
  return () => {
    try {
      for (const folder of missing) rmdirSync(folder);
    } catch {
      // Somebody else uses it by now.
    }
  };
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function readOnly(path: string): StoreError {
  return new StoreError('read-only', text('{0} is read-only. Allow writing to it, then try again.', path));
}
