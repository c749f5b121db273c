import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { runCommand } from './runCommand';

/** Programs that Playwright can drive as Chromium, by the names that systems give them. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome'];

/** Where macOS and Windows keep them. */
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Gives the path of a Chromium: the one that `CHROME_PATH` names, else one that is installed, else one that this
 * installs from the Debian archive. Throws with what to do when there is none.
 */
export async function findOrInstallChromium(progress: (line: string) => void): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_PATH names "${named}", which is not a program.`);
  }
  const found = findChromium();
  if (found !== undefined) return found;
  if (!canInstallFromDebian()) {
    throw new Error('No Chromium was found. Install Chromium or Google Chrome, or set CHROME_PATH to its program.');
  }
  progress('Installing Chromium from the Debian archive …');
  await installFromDebian();
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error('apt-get installed the package "chromium", but no program came with it: set CHROME_PATH.');
}

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const candidates = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  return [...candidates, ...APPLICATIONS, chromium.executablePath()].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canInstallFromDebian(): boolean {
  return process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

async function installFromDebian(): Promise<void> {
  // Another apt may be at work, such as the daily update: wait for its lock instead of failing.
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  await runCommand('apt-get', [...wait, 'update'], options);
  await runCommand(
    'apt-get',
    [...wait, 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    options,
  );
}
