import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of this repository, which is also the folder of the extension under development. */
export const REPOSITORY = resolve(__dirname, '../..');

/** Where VS Code is installed for tests; git ignores it. */
export const INSTALL_FOLDER = join(REPOSITORY, '.vscode-test');

/** Where built suites, logs, results and screenshots go; git ignores it. */
export const OUT_FOLDER = join(REPOSITORY, 'out');

/** Makes an empty folder outside the repository, for a profile or a workspace. */
export async function newTemporaryFolder(purpose: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `llm-orchestrator-${purpose}-`));
}

/** Makes a folder below `out` and gives its path. */
export async function outFolder(...names: readonly string[]): Promise<string> {
  const folder = join(OUT_FOLDER, ...names);
  await mkdir(folder, { recursive: true });
  return folder;
}
