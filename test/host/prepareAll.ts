/** Installs every VS Code that the tests run in, and starts each once: `node --import tsx test/host/prepareAll.ts`. */
import { prepareHost } from './prepareHost';

async function main(): Promise<void> {
  const progress = (line: string): void => {
    console.log(line);
  };
  for (const version of ['newest', '1.105.1'] as const) {
    const host = await prepareHost({ version, progress });
    console.log(`VS Code ${host.version} (${host.kind}) is ready.`);
    await host.dispose();
  }
}

void main();
