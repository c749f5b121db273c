import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Stands in a folder whose installation is complete. */
const MARKER = '.complete';

/**
 * Makes sure that `folder` is installed: `install` fills a folder beside it, which then takes its name. So a folder
 * of that name is always complete, even when an installation is interrupted or two processes install at once.
 * Throws what `install` throws.
 */
export async function installOnce(folder: string, install: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await removeAbandoned(folder);
  if (existsSync(join(folder, MARKER))) return;
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial);
  try {
    await install(partial);
    await writeFile(join(partial, MARKER), '');
    await rename(partial, folder);
  } catch (error) {
    // Another process may have finished first: then its installation is as good as this one.
    if (!existsSync(join(folder, MARKER))) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Removes what processes that no longer run have left behind. */
async function removeAbandoned(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.partial-`;
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length));
    if (pid === process.pid || !isRunning(pid)) await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
