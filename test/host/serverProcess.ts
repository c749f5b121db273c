import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newTemporaryFolder } from './paths';
import type { ServerInstallation } from './serverInstallation';

/** How long a server may take to start, in milliseconds. */
const START_LIMIT = 60_000;

/** A running VS Code server. */
export interface ServerProcess {
  /** Its address, such as `127.0.0.1:40123`; it is also the authority of its `vscode-remote` resources. */
  readonly authority: string;
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port of this machine.
 * Throws with what it printed when it ends or does not answer in time.
 */
export async function startServer(installation: ServerInstallation): Promise<ServerProcess> {
  const dataFolder = await newTemporaryFolder('server');
  const args = [
    join(installation.server, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', dataFolder, '--disable-telemetry', '--telemetry-level', 'off'],
  ];
  const child = spawn(installation.node, args, { stdio: ['ignore', 'pipe', 'pipe'], env: serverEnvironment() });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const stopAtExit = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', stopAtExit);
  const stop = async (): Promise<void> => {
    child.kill();
    const reluctant = setTimeout(stopAtExit, 5000);
    await exited;
    clearTimeout(reluctant);
    process.removeListener('exit', stopAtExit);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    let printed = '';
    const port = await new Promise<string>((resolve, reject) => {
      const failed = (why: string): void => {
        reject(new Error(`The VS Code server ${why}. It printed:\n${printed.trim()}`));
      };
      const limit = setTimeout(failed, START_LIMIT, 'did not start in time');
      const read = (chunk: Buffer): void => {
        printed = (printed + chunk.toString()).slice(-10_000);
        const match = /agent listening on (\d+)/.exec(printed);
        if (match?.[1] === undefined) return;
        clearTimeout(limit);
        resolve(match[1]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      void exited.then(() => {
        clearTimeout(limit);
        failed('ended while starting');
      });
    });
    return { authority: `127.0.0.1:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The environment without what a surrounding VS Code or npm has put there for itself. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_CHANNEL_FD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
