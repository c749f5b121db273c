import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { WindowOptions } from './host';
import { newTemporaryFolder } from './paths';
import { writeUserSettings } from './userSettings';

/** What belongs to one window on disk. */
export interface Profile {
  /** The folder of settings, state and storage. */
  readonly userDataPath: string;
  /** The extension's folder, as this profile sees it. */
  readonly extensionPath: string;
  /** Removes the profile. */
  readonly discard: () => Promise<void>;
}

/** Makes an empty profile with the settings of a window. */
export async function newProfile(options: WindowOptions): Promise<Profile> {
  const userDataPath = await newTemporaryFolder('profile');
  await writeUserSettings(userDataPath, options.settings);
  // A second way to the extension's folder: VS Code itself is installed below that folder, and under the plain path it
  // would take its own themes for those of the extension under development and start with one of them.
  const extensionPath = join(userDataPath, 'extension');
  await symlink(options.extensionPath, extensionPath, 'junction');
  return {
    userDataPath,
    extensionPath,
    discard: () => rm(userDataPath, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
