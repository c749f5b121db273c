import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a second way to the extension's folder, inside a profile, and gives it. VS Code itself is installed below the
 * extension's folder; under the plain path it would take its own themes for those of the extension under development
 * and start with one of them, whatever the settings say.
 */
export async function linkExtension(userDataPath: string, extensionPath: string): Promise<string> {
  const link = join(userDataPath, 'extension');
  await symlink(extensionPath, link, 'junction');
  return link;
}
