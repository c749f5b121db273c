import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteOptions } from './host';

/**
 * Writes a module that sets the suite's environment variables and then runs the suite, and gives its path: a window in
 * a browser cannot hand an environment on to its extension host.
 */
export async function writeSuiteLauncher(folder: string, options: SuiteOptions): Promise<string> {
  const path = join(folder, 'suiteLauncher.cjs');
  const env = JSON.stringify(options.env ?? {});
  const suite = JSON.stringify(options.suitePath);
  await writeFile(path, `Object.assign(process.env, ${env});\nexports.run = () => require(${suite}).run();\n`);
  return path;
}
