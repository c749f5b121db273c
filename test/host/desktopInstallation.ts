import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { fetchStableVersions } from '@vscode/test-electron/out/download.js';
import type { HostVersion } from './hostVersion';
import { INSTALL_FOLDER } from './paths';
import { withTimeLimit } from './timeLimit';

/** How long the list of releases may take, in milliseconds: a machine that cannot reach it must not wait for it. */
const PROBE_LIMIT = 5000;

/** Whether a desktop VS Code has been downloaded before, or can be downloaded now. */
export async function canHaveDesktop(version: HostVersion): Promise<boolean> {
  if (await isDownloaded(version)) return true;
  try {
    const versions = await withTimeLimit(fetchStableVersions(true, PROBE_LIMIT), PROBE_LIMIT, 'The list of releases');
    return versions.length > 0;
  } catch {
    return false;
  }
}

/**
 * Gives the program of a desktop VS Code, and downloads it when it is not there.
 * Throws when it cannot be downloaded.
 */
export async function installDesktop(version: HostVersion, progress: (line: string) => void): Promise<string> {
  if (!(await isDownloaded(version))) progress(`Downloading VS Code (${version}) into ${INSTALL_FOLDER} …`);
  return downloadAndUnzipVSCode({
    version: version === 'newest' ? 'stable' : version,
    cachePath: INSTALL_FOLDER,
    reporter: new SilentReporter(),
  });
}

async function isDownloaded(version: HostVersion): Promise<boolean> {
  if (!existsSync(INSTALL_FOLDER)) return false;
  const folders = (await readdir(INSTALL_FOLDER)).filter((name) => /^vscode-.+-[\d.]+$/.test(name));
  const wanted = version === 'newest' ? folders : folders.filter((name) => name.endsWith(`-${version}`));
  return wanted.some((name) => existsSync(join(INSTALL_FOLDER, name, 'is-complete')));
}
