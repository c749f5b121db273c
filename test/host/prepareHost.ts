import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { findOrInstallChromium } from './chromium';
import { canHaveDesktop, installDesktop } from './desktopInstallation';
import { DesktopHost } from './desktopHost';
import { findDisplay } from './display';
import type { Host, HostKind } from './host';
import { SERVER_RELEASES } from './hostVersion';
import type { HostVersion } from './hostVersion';
import { installServer, type ServerInstallation } from './serverInstallation';
import { ServerHost } from './serverHost';
import { startServer } from './serverProcess';

/** Which VS Code to prepare. */
export interface PrepareOptions {
  readonly version: HostVersion;
  /**
   * The folder of an extension that a server offers in every window, so that a person can open one in a browser of
   * their own (`HostWindow.address`). A desktop does not need it.
   */
  readonly installed?: string;
  /** Gets one line for everything that takes a while; nothing is said when all is in place. */
  readonly progress?: (line: string) => void;
}

/**
 * Finds a real VS Code for this machine and installs it when needed: the desktop program where it can be had and a
 * display exists, else the server with Chromium. `LLM_ORCHESTRATOR_TEST_HOST` (`desktop` or `server`) forces one.
 * Throws with the reason when none can be had.
 */
export async function prepareHost(options: PrepareOptions): Promise<Host> {
  const desktop = await wantedDesktop(options);
  if (desktop !== undefined) return desktop;
  const { installation, chromiumPath } = await installServerHost(options);
  const server = await startServer(installation, options.installed);
  try {
    return await ServerHost.start(SERVER_RELEASES[options.version].vscode, server, chromiumPath);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Installs what `prepareHost` starts, where it is not there yet; says whether that is a desktop or a server.
 * Throws with the reason when none can be had.
 */
export async function installHost(options: PrepareOptions): Promise<HostKind> {
  const desktop = await wantedDesktop(options);
  if (desktop === undefined) await installServerHost(options);
  else await desktop.dispose();
  return desktop?.kind ?? 'server';
}

/** The desktop, unless there is none here, or a server is asked for. */
async function wantedDesktop({
  version,
  progress = () => undefined,
}: PrepareOptions): Promise<DesktopHost | undefined> {
  const forced = forcedKind();
  return forced === 'server' ? undefined : prepareDesktop(version, progress, forced === 'desktop');
}

async function installServerHost({
  version,
  progress = () => undefined,
}: PrepareOptions): Promise<{ readonly installation: ServerInstallation; readonly chromiumPath: string }> {
  const [installation, chromiumPath] = await Promise.all([
    installServer(SERVER_RELEASES[version], progress),
    findOrInstallChromium(progress),
  ]);
  return { installation, chromiumPath };
}

function forcedKind(): HostKind | undefined {
  const text = process.env['LLM_ORCHESTRATOR_TEST_HOST'];
  if (text === undefined || text === '') return undefined;
  if (text === 'desktop' || text === 'server') return text;
  throw new Error(`LLM_ORCHESTRATOR_TEST_HOST is "${text}": expected desktop or server.`);
}

async function prepareDesktop(
  version: HostVersion,
  progress: (line: string) => void,
  required: boolean,
): Promise<DesktopHost | undefined> {
  const display = await findDisplay();
  if (display === undefined) {
    if (!required) return undefined;
    throw new Error('The desktop VS Code needs a display: set DISPLAY, or install xvfb.');
  }
  try {
    if (!required && !(await canHaveDesktop(version))) {
      display.stop();
      return undefined;
    }
    const program = await installDesktop(version, progress);
    return new DesktopHost(await desktopVersion(program), program, display);
  } catch (cause) {
    display.stop();
    throw new Error(`The desktop VS Code (${version}) cannot be had: ${(cause as Error).message}`, { cause });
  }
}

async function desktopVersion(program: string): Promise<string> {
  const cli = resolveCliPathFromVSCodeExecutablePath(program);
  // As root the command line tool insists on these two flags, even for --version.
  const flags = ['--no-sandbox', `--user-data-dir=${tmpdir()}`, '--version'];
  const { stdout } = await promisify(execFile)(cli, flags, { shell: process.platform === 'win32' });
  return stdout.split('\n')[0]?.trim() ?? '';
}
