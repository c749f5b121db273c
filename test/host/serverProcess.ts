import { spawn } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { INSTALL_FOLDER, newTemporaryFolder } from './paths';
import type { ServerInstallation } from './serverInstallation';
import { writeUserSettings } from './userSettings';

/** How long a server may take to start, in milliseconds. */
const START_LIMIT = 60_000;

/** A running VS Code server. */
export interface ServerProcess {
  /** Its address, such as `127.0.0.1:40123`; it is also the authority of its `vscode-remote` resources. */
  readonly authority: string;
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port of this machine; `extension` is the folder of an extension that is to be installed in
 * it for whoever opens it in a browser of their own.
 * Throws with what it printed when it ends or does not answer in time.
 */
export async function startServer(installation: ServerInstallation, extension?: string): Promise<ServerProcess> {
  const dataFolder = await newTemporaryFolder('server');
  if (extension !== undefined) await prepareForPerson(dataFolder, extension);
  const args = [
    join(installation.server, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', dataFolder, '--disable-telemetry', '--telemetry-level', 'off'],
    // Server and browser are on one machine, where packing takes longer than sending.
    '--disable-websocket-compression',
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

/** Installs an extension, and settings for windows without a profile of their own, where the server looks for them. */
async function prepareForPerson(dataFolder: string, extension: string): Promise<void> {
  await mkdir(join(dataFolder, 'extensions'));
  await symlink(extension, join(dataFolder, 'extensions/extension'), 'junction');
  // Whoever starts such a server has named its folder, which is as good as trusting it.
  await writeUserSettings(join(dataFolder, 'data'), { 'security.workspace.trust.enabled': false });
}

/**
 * The environment without what a surrounding VS Code or npm has put there for itself. What Node.js compiles of the server
 * and of its extension hosts, one for each window, is kept for the next ones.
 */
function serverEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_CHANNEL_FD$)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { NODE_COMPILE_CACHE: join(INSTALL_FOLDER, 'compile-cache'), ...Object.fromEntries(own) };
}
