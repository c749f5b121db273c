import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from '../host/userSettings';

/** Gives the settings of a folder; none where it has no file of them. */
export async function readFolderSettings(workspacePath: string): Promise<Settings> {
  const path = pathIn(workspacePath);
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Settings) : {};
}

/** Replaces the settings of a folder. A window never reads half of them: for a moment it would have those of a new folder. */
export async function writeFolderSettings(workspacePath: string, settings: Settings): Promise<void> {
  const path = pathIn(workspacePath);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(settings));
  await rename(`${path}.new`, path);
}

function pathIn(workspacePath: string): string {
  return join(workspacePath, '.vscode/settings.json');
}
