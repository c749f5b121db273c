/**
 * Installs the VS Code versions that are named, and starts each once:
 * `node --import tsx test/host/prepareHosts.ts newest 1.105.1`.
 */
import { parseHostVersion } from './hostVersion';
import { prepareHost } from './prepareHost';

async function main(versions: readonly string[]): Promise<void> {
  const progress = (line: string): void => {
    console.log(line);
  };
  for (const version of versions.map(parseHostVersion)) {
    const host = await prepareHost({ version, progress });
    console.log(`VS Code ${host.version} (${host.kind}) is ready.`);
    await host.dispose();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
