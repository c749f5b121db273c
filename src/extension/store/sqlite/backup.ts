import { closeSync, constants, copyFileSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './fileError';
import { syncFolder } from './replaceFile';

/** Keeps a copy of a database before it is migrated, as `<file>.bak-v<version>`; never overwrites an earlier copy. */
export function keepCopy(path: string, version: number): string {
  for (let number = 1; ; number += 1) {
    const copy = `${path}.bak-v${version}${number === 1 ? '' : `-${number}`}`;
    try {
      copyFileSync(path, copy, constants.COPYFILE_EXCL);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw error;
    }
    const handle = openSync(copy, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    syncFolder(dirname(copy));
    return copy;
  }
}
