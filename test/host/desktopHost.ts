import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { _electron } from 'playwright-core';
import type { Display } from './display';
import type { Host, HostWindow, SuiteOptions, WindowOptions } from './host';
import { isLogNoise } from './logNoise';
import { newProfile } from './profile';
import type { Profile } from './profile';
import { writeSuiteLauncher } from './suiteLauncher';
import { SUITE_TIME_LIMIT, withTimeLimit } from './timeLimit';
import { whenRestored } from './whenRestored';

/** The part of Electron's main process that is used here. */
interface ElectronMain {
  readonly BrowserWindow: {
    readonly getAllWindows: () => readonly { readonly setContentSize: (width: number, height: number) => void }[];
  };
}

interface Launch {
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly profile: Profile;
}

/** The desktop VS Code: every window is a process of its own. */
export class DesktopHost implements Host {
  readonly kind = 'desktop';

  constructor(
    readonly version: string,
    private readonly program: string,
    private readonly display: Display,
  ) {}

  async openWindow(options: WindowOptions): Promise<HostWindow> {
    const launch = await this.prepareLaunch(options);
    const app = await _electron.launch({ executablePath: this.program, args: launch.args, env: launch.env });
    const close = async (): Promise<void> => {
      await app.close();
      await launch.profile.discard();
    };
    try {
      const page = await app.firstWindow();
      const { width, height } = options.viewport ?? { width: 1280, height: 800 };
      await app.evaluate(
        ({ BrowserWindow }: ElectronMain, size) => {
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
        },
        { width, height },
      );
      const { onLog } = options;
      page.on('console', (message) => {
        const line = `${message.type()}: ${message.text()}`;
        if (onLog !== undefined && !isLogNoise(line)) onLog(line);
      });
      await whenRestored(page);
      return { page, kind: this.kind, version: this.version, userDataPath: launch.profile.userDataPath, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  async runSuite(options: SuiteOptions): Promise<number> {
    const launch = await this.prepareLaunch(options);
    const launcher = await writeSuiteLauncher(launch.profile.userDataPath, options);
    const args = [...launch.args, `--extensionTestsPath=${launcher}`];
    const child = spawn(this.program, args, { env: launch.env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (!isLogNoise(line)) options.onLog?.(line);
      });
    }
    const exited = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      // A process that a signal ended has no code.
      child.once('close', (code) => {
        resolve(code ?? 1);
      });
    });
    try {
      return await withTimeLimit(exited, options.timeLimit ?? SUITE_TIME_LIMIT, `the suite ${options.name}`);
    } finally {
      child.kill();
      await launch.profile.discard();
    }
  }

  dispose(): Promise<void> {
    this.display.stop();
    return Promise.resolve();
  }

  private async prepareLaunch(options: WindowOptions): Promise<Launch> {
    const profile = await newProfile(options);
    const args = [
      ...(options.workspacePath === undefined ? [] : [options.workspacePath]),
      `--extensionDevelopmentPath=${profile.extensionPath}`,
      `--user-data-dir=${profile.userDataPath}`,
      `--extensions-dir=${profile.userDataPath}/extensions`,
      // As root, and in containers, Chromium cannot make its sandbox.
      ...['--no-sandbox', '--disable-gpu', '--disable-gpu-sandbox'],
      ...['--disable-updates', '--disable-telemetry', '--disable-crash-reporter', '--skip-welcome'],
      ...['--skip-release-notes', '--skip-add-to-recently-opened', '--password-store=basic', '--new-window'],
      ...(options.trusted === false ? [] : ['--disable-workspace-trust']),
    ];
    return { args, env: { ...ownEnvironment(), ...this.display.env }, profile };
  }
}

/** The environment without what makes a program believe that it runs inside another VS Code. */
function ownEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined || /^(VSCODE_|ELECTRON_)/.test(name) ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}
