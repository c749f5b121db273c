/**
 * Installs the VS Code versions that are named, where they are not installed yet:
 * `node --import tsx test/host/prepareHosts.ts newest 1.105.1`.
 */
import { parseHostVersion } from './hostVersion';
import { installHost } from './prepareHost';

async function main(versions: readonly string[]): Promise<void> {
  const progress = (line: string): void => {
    console.log(line);
  };
  for (const version of versions.map(parseHostVersion)) {
    const kind = await installHost({ version, progress });
    console.log(`VS Code ${version} (${kind}) is installed.`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
