import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './paths';

/**
 * A state of the window that integration tests run in. Files in `test/integration/restricted` and
 * `test/integration/noFolder` run in the state of that name, those in `test/integration/everyState` in all three,
 * and all others with a trusted folder.
 */
export type IntegrationState = 'trusted' | 'restricted' | 'noFolder';

/** Every state, in the order of running. */
export const INTEGRATION_STATES: readonly IntegrationState[] = ['trusted', 'restricted', 'noFolder'];

/** Gives the test files that run in a state, as absolute paths. */
export async function integrationFiles(state: IntegrationState): Promise<readonly string[]> {
  const root = join(REPOSITORY, 'test/integration');
  if (!existsSync(root)) return [];
  const names = await readdir(root, { recursive: true });
  return names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.test.ts') && runsIn(name, state))
    .sort()
    .map((name) => join(root, name));
}

function runsIn(name: string, state: IntegrationState): boolean {
  const folder = name.split('/')[0];
  if (folder === 'everyState') return true;
  if (folder === 'restricted' || folder === 'noFolder') return folder === state;
  return state === 'trusted';
}
