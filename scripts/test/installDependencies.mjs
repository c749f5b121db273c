import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { REPOSITORY } from './paths.mjs';

/** Runs `npm ci` when what is installed is not what package-lock.json says. Throws when npm fails. */
export function installDependencies() {
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json …');
  const { status, stdout, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error !== undefined) throw new Error(`npm cannot be started: ${error.message}`);
  if (status !== 0) throw new Error(`npm ci failed:\n${stdout}\n${stderr}`);
}

/**
 * Compares versions instead of file times, which a fresh checkout sets anew. npm keeps a list of what it installed;
 * a package for another platform is in the lock file and not in that list.
 */
function isInstalled() {
  const installedPath = join(REPOSITORY, 'node_modules/.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const { packages: installed } = JSON.parse(readFileSync(installedPath, 'utf8'));
  const { packages: wanted } = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8'));
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .every(([path, { version, optional, devOptional }]) => {
      const found = installed[path];
      return found === undefined ? optional === true || devOptional === true : found.version === version;
    });
}
