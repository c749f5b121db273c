import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../../test/host/paths';
import { DemoError } from './demoError';

/** Where the demo works when no folder is named; git ignores it. */
const DEFAULT_WORKSPACE = join(REPOSITORY, 'demo-workspace');

/**
 * Makes the folder to work in when it is absent, and gives its path. Nothing in it is touched.
 * @throws {DemoError} when there is a file in its place, or it cannot be made
 */
export async function prepareWorkspace(named: string | undefined): Promise<string> {
  const folder = named ?? DEFAULT_WORKSPACE;
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const found = await stat(folder).catch(() => undefined);
    const why = found?.isFile() === true ? 'there is a file of that name' : (cause as Error).message;
    throw new DemoError(`The folder ${folder} cannot be made: ${why}. Name another one with --workspace.`, { cause });
  }
  return folder;
}

/** The database of a workspace, as the extension's own setting has it unless a person changes it. */
export function databasePathOf(workspace: string): string {
  return join(workspace, 'data/llm-orchestration.db');
}
