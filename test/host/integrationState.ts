import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './paths';

/** The states of a window that integration tests run in, in the order of running. */
export const INTEGRATION_STATES = ['trusted', 'restricted', 'noFolder', 'unreadable'] as const;

/**
 * A state of the window that integration tests run in. Files in a folder of `test/integration` that has the name of a
 * state run in that state, those in `everyState` in all of them, and all others with a trusted folder. `unreadable` is
 * a trusted folder whose database is no database.
 */
export type IntegrationState = (typeof INTEGRATION_STATES)[number];

/** What stands where the database should be in the state `unreadable`. */
export const UNREADABLE_DATABASE = 'This is no database, and nobody asked for it to be made one.';

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
  return (INTEGRATION_STATES.find((one) => one === folder) ?? 'trusted') === state;
}
